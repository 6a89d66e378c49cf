package medusa.http.extension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import medusa.http.Extension;
import medusa.http.ExtensionType;
import medusa.http.Headers;
import medusa.http.HttpReply;
import medusa.http.HttpRequest;
import medusa.http.ReplyField;
import medusa.http.Setting;
import medusa.metrics.Printable;

/// Lets scripts from other origins read what is here: the server's part of the CORS protocol of the WHATWG Fetch standard.
/// Preflights it answers itself; to the replies of others it adds its fields, of which their own count where they have some.
public final class CorsExtension implements Extension {
    /// What a configuration asks for.
    public static final ExtensionType<Settings> TYPE = ExtensionType.of("cors",
            "lets scripts from other origins read what is here, for the extensions behind it", Settings.class,
            (settings, context) -> new CorsExtension(settings));

    private static final String ANY = "*";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final Pattern ORIGIN = Pattern
            .compile("[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\\[[0-9a-f:.]+\\])(:[0-9]{1,5})?");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /// @param paths none for all
    public record Settings(
            @Setting(about = "Who may read: origins as browsers send them, such as \"https://app.example.org\", or [\"*\"] "
                    + "for everybody.") List<String> origins,
            @Setting(about = "The methods that scripts may use besides GET, HEAD and POST, which they always may.", standard = "[]") List<String> methods,
            @Setting(about = "The header fields that scripts may send besides the harmless ones.", standard = "[]") List<String> headers,
            @Setting(about = "The header fields that scripts may read besides the harmless ones.", standard = "[]") List<String> exposed,
            @Setting(about = "Whether cookies and log-ins of the browser count. Only with origins that are written out.", standard = "false") boolean credentials,
            @Setting(about = "For how long a browser need not ask again.", standard = "\"10m\"") Duration maxAge,
            @Setting(about = "Where: [\"/api\"] is /api and everything below. Empty: everywhere.", standard = "[]") List<String> paths) {
        /// @param origins copied
        /// @param methods copied
        /// @param headers copied
        /// @param exposed copied
        /// @param paths   copied
        public Settings {
            origins = List.copyOf(origins);
            methods = List.copyOf(methods);
            headers = List.copyOf(headers);
            exposed = List.copyOf(exposed);
            paths = List.copyOf(paths);
            PathPrefixes.of(paths);
            checkOrigins(origins);
            for (List<String> tokens : List.of(methods, headers, exposed)) {
                checkTokens(tokens);
            }
            for (List<String> each : List.of(origins, methods, headers, exposed)) {
                if (credentials && each.contains(ANY)) {
                    throw new IllegalArgumentException(
                            "expected everything written out while credentials are allowed, found \"*\"");
                }
            }
        }

        private static void checkOrigins(List<String> origins) {
            boolean anybody = origins.equals(List.of(ANY));
            for (String origin : origins) {
                if (!anybody && (!ORIGIN.matcher(origin).matches() || isPortRedundant(origin))) {
                    throw new IllegalArgumentException("expected an origin as browsers send it, such as "
                            + "\"https://app.example.org\" or \"http://localhost:3000\", or \"*\" alone, found "
                            + Printable.quoted(origin));
                }
            }
            if (origins.isEmpty()) {
                throw new IllegalArgumentException("expected an origin at least, found []");
            }
        }

        private static boolean isPortRedundant(String origin) {
            return origin.startsWith("https:") && origin.endsWith(":443")
                    || origin.startsWith("http:") && origin.endsWith(":80");
        }

        private static void checkTokens(List<String> tokens) {
            for (String token : tokens) {
                if (!TOKEN.matcher(token).matches()) {
                    throw new IllegalArgumentException(
                            "expected the name of a method or a header field, found " + Printable.quoted(token));
                }
            }
        }
    }

    private final PathPrefixes paths;
    private final Set<String> origins;
    private final boolean anybody;
    /// What every allowed reader gets, besides the origin.
    private final List<ReplyField> always = new ArrayList<>();
    private final List<ReplyField> exposed = new ArrayList<>();
    private final List<ReplyField> preflight = new ArrayList<>();

    CorsExtension(Settings settings) {
        paths = PathPrefixes.of(settings.paths());
        origins = Set.copyOf(settings.origins());
        anybody = origins.contains(ANY);
        if (settings.credentials()) {
            always.add(new ReplyField("Access-Control-Allow-Credentials", "true"));
        }
        addList(exposed, "Access-Control-Expose-Headers", settings.exposed());
        addList(preflight, "Access-Control-Allow-Methods", settings.methods());
        addList(preflight, "Access-Control-Allow-Headers", settings.headers());
        preflight.add(new ReplyField("Access-Control-Max-Age", String.valueOf(settings.maxAge().toSeconds())));
    }

    private static void addList(List<ReplyField> fields, String name, List<String> values) {
        if (!values.isEmpty()) {
            fields.add(new ReplyField(name, String.join(", ", values)));
        }
    }

    @Override
    public String name() {
        return "cors";
    }

    @Override
    public boolean match(HttpRequest request) {
        if (!paths.match(request.path())) {
            return false;
        }
        boolean isPreflight = request.method().equals("OPTIONS") && request.headers().contains("origin")
                && request.headers().contains("access-control-request-method");
        if (!isPreflight) {
            addTo(request);
        }
        return isPreflight;
    }

    /// To the reply of whoever answers.
    private void addTo(HttpRequest request) {
        if (!anybody) {
            request.addToReply("Vary", "Origin"); // also where there is none: caches must not give this to others
        }
        String origin = allowed(request);
        if (origin != null) {
            request.addDefaultToReply(new ReplyField(ALLOW_ORIGIN, origin));
            always.forEach(request::addDefaultToReply);
            exposed.forEach(request::addDefaultToReply);
        }
    }

    /// @return what is to be said of who may read; null for nothing
    private String allowed(HttpRequest request) {
        if (anybody) {
            return ANY;
        }
        Headers headers = request.headers();
        if (!headers.contains("origin")) {
            return null;
        }
        List<String> sent = headers.all("origin");
        return sent.size() == 1 && origins.contains(sent.getFirst()) ? sent.getFirst() : null;
    }

    /// A preflight. Whose origin is not allowed learns no more than that.
    @Override
    public void handle(HttpRequest request) {
        HttpReply reply = request.reply(204);
        if (!anybody) {
            reply.header("Vary", "Origin");
        }
        String origin = allowed(request);
        if (origin != null) {
            reply.header(ALLOW_ORIGIN, origin);
            always.forEach(field -> reply.header(field.name(), field.value()));
            preflight.forEach(field -> reply.header(field.name(), field.value()));
        }
        reply.send();
    }
}
