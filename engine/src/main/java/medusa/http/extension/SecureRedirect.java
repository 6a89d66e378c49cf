package medusa.http.extension;

import java.util.function.IntSupplier;

import medusa.http.Extension;
import medusa.http.HttpException;
import medusa.http.HttpRequest;
import medusa.http.Installed;

/// Sends who comes without TLS to the same place with it (RFC 9110 §7.4), but for the files by which an authority makes sure
/// that a host is ours (RFC 8555 §8.3): those it fetches without; and but for a load balancer that asks after the server's health,
/// which may take this for a sign that all is well.
///
/// @param port where HTTPS is to be had; 0 for nowhere now, as while its certificate is read for the first time
public record SecureRedirect(IntSupplier port) implements Extension {
    private static final String CHALLENGE = "/.well-known/acme-challenge/";
    private static final int HTTPS = 443;

    @Override
    public String name() {
        return "secure-redirect";
    }

    @Override
    public boolean match(HttpRequest request) {
        return !request.isSecure() && request.target().rawPath().startsWith("/")
                && !request.target().rawPath().startsWith(CHALLENGE) && !asksForHealth(request);
    }

    private static boolean asksForHealth(HttpRequest request) {
        for (Installed each : request.server().extensions().list()) {
            if (each.isEnabled() && each.extension() instanceof HealthExtension health && health.match(request)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void handle(HttpRequest request) throws HttpException {
        int secure = port.getAsInt();
        if (secure == 0) { // no way to a port 0, which browsers would remember for good
            throw new HttpException(503, "This server speaks https, but not now.").with("Retry-After", "10");
        }
        String host = request.target().host();
        if (host.isEmpty()) {
            throw new HttpException(400, "This server speaks https, and needs a Host to say where.");
        }
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        String at = secure == HTTPS ? host : host + ":" + secure;
        request.reply(reads ? 301 : 308)
                .header("Location", "https://" + at + request.target().uriPath() + request.target().uriQuery()).send();
    }
}
