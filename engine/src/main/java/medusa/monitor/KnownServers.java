package medusa.monitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import medusa.state.OwnFile;
import medusa.state.UnsafeException;
import medusa.tls.TlsClient;
import medusa.tls.TlsException;
import medusa.tls.TlsSettings;

/// The certificates by which a client knows its servers, as SSH knows hosts: the first one that a server shows is believed
/// and noted, `host:port fingerprint` in each line; another one later is refused, since it may be somebody else's.
///
/// One process at a time notes; of two that do so at once one is forgotten, and noted the next time. Blocks for as long as the
/// disk does.
public final class KnownServers {
    private static final String FILE = "known-servers";
    private static final int MOST_BYTES = 1 << 20;
    private static final OwnFile.Rule OWN = new OwnFile.Rule(false, Optional.empty(), OwnFile.WRITABLE_BY_OTHERS, "",
            "take that from them: chmod 600");

    private final Path file;

    /// @param folder for what the user sets up, such as [medusa.state.UserFolders#config]; made when it is needed
    public KnownServers(Path folder) {
        file = folder.resolve(FILE);
    }

    /// What makes the client's side of connections to one server. The certificate is looked at where tasks of the handshake
    /// run; if it is refused the handshake fails with the reason as its cause: see [#reason].
    ///
    /// @param host as the user has written it
    public TlsClient client(String host, int port) throws TlsException {
        return TlsClient.trusting(TlsSettings.DEFAULT, fingerprint -> {
            try {
                check(name(host, port), fingerprint);
            } catch (UnsafeException e) {
                throw new CertificateException(e.getMessage(), e);
            } catch (IOException e) {
                throw new CertificateException(file + ": " + OwnFile.reason(e), e);
            }
        });
    }

    /// Why a handshake has failed: what was said about the certificate, if that was it, as one line.
    public static Optional<String> reason(Throwable failure) {
        Throwable at = failure;
        for (int i = 0; at != null && i < 10; i++, at = at.getCause()) {
            if (at instanceof CertificateException refused) {
                return Optional.ofNullable(refused.getMessage());
            }
        }
        return Optional.empty();
    }

    private static String name(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]").toLowerCase(Locale.ROOT) + ":" + port;
    }

    /// Notes a server that is new.
    ///
    /// @throws CertificateException if it has shown another certificate before
    private synchronized void check(String server, String fingerprint) throws IOException, CertificateException {
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            String[] parts = lines.get(i).strip().split("\\s+", 2);
            if (!parts[0].equalsIgnoreCase(server)) {
                continue;
            }
            if (parts.length == 2 && parts[1].equalsIgnoreCase(fingerprint)) {
                return;
            }
            throw new CertificateException(
                    ("%s shows another certificate than before (%s, and before %s): somebody may be in between; if it was"
                            + " changed on purpose, remove line %d of %s")
                            .formatted(server, fingerprint, parts.length == 2 ? parts[1] : "none", i + 1, file));
        }
        lines.add(server + " " + fingerprint);
        OwnFile.makeFolders(file.toAbsolutePath().getParent(), false);
        OwnFile.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    private List<String> lines() throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new ArrayList<>();
        }
        OwnFile.check(file, OWN);
        return new ArrayList<>(
                new String(OwnFile.read(file, MOST_BYTES), StandardCharsets.UTF_8).lines().toList());
    }
}
