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
import java.util.stream.Collectors;

import medusa.state.OwnFile;
import medusa.state.UnsafeException;
import medusa.state.UserFolders;
import medusa.tls.TlsClient;
import medusa.tls.TlsException;
import medusa.tls.TlsSettings;

/// The certificates by which a client knows its servers, as SSH knows hosts: the first one that a server shows is believed
/// and noted, `host:port fingerprint` in each line; another one later is refused, since it may be somebody else's.
///
/// One process at a time notes; of two that do so at once one is forgotten, and noted the next time. Within a process any
/// thread may. Blocks for as long as the disk does.
public final class KnownServers {
    private static final String FILE = "known-servers";
    private static final int MOST_BYTES = 1 << 20;
    /// Held while the file is read and written: several clients of one process note in the same one.
    private static final Object TURN = new Object();
    private static final OwnFile.Rule OWN = new OwnFile.Rule(false, Optional.empty(), OwnFile.WRITABLE_BY_OTHERS, "",
            "take that from them: chmod 600");

    /// A server that is not known yet, and has to be asked about.
    static final class NewServerException extends CertificateException {
        private static final long serialVersionUID = 1;
        private final String fingerprint;

        private NewServerException(String server, String fingerprint) {
            super(server + " has not been seen before; its certificate is " + fingerprint);
            this.fingerprint = fingerprint;
        }

        String fingerprint() {
            return fingerprint;
        }
    }

    /// A server that has shown another certificate before.
    static final class ChangedException extends CertificateException {
        private static final long serialVersionUID = 1;

        private ChangedException(String message) {
            super(message);
        }
    }

    /// What servers have shown before is not to be had.
    static final class FileException extends CertificateException {
        private static final long serialVersionUID = 1;

        private FileException(String message, IOException cause) {
            super(message, cause);
        }
    }

    private final Path file;

    /// Those of this process's user.
    public static KnownServers ofProcess() {
        return new KnownServers(UserFolders.ofProcess().config());
    }

    /// @param folder for what the user sets up, such as [medusa.state.UserFolders#config]; made when it is needed
    public KnownServers(Path folder) {
        file = folder.resolve(FILE);
    }

    /// What makes the client's side of connections to one server. The certificate is looked at where tasks of the handshake
    /// run; if it is refused the handshake fails with the reason as its cause: see [#reason].
    ///
    /// @param host as the user has written it
    public TlsClient client(String host, int port) throws TlsException {
        return TlsClient.trusting(TlsSettings.DEFAULT, fingerprint -> note(host, port, fingerprint));
    }

    /// The same, but the first certificate is refused too, by a [NewServerException], until [#note] is told of it.
    TlsClient wary(String host, int port) throws TlsException {
        return TlsClient.trusting(TlsSettings.DEFAULT, fingerprint -> check(host, port, fingerprint, false));
    }

    /// Notes the certificate of a server that is new.
    ///
    /// @throws CertificateException if it has shown another one before, or the file cannot be used; the message is for people
    void note(String host, int port, String fingerprint) throws CertificateException {
        check(host, port, fingerprint, true);
    }

    /// Notes another certificate of a server that is known, for whoever has compared it. One write: whatever happens meanwhile,
    /// the server is never new.
    ///
    /// @param host   as the user has written it
    /// @param before its certificate as far as the user knows; empty for one that cannot be read
    /// @return whether `now` is noted; not if another one than `before` was, or none
    /// @throws IOException if the file cannot be used
    public boolean replace(String host, int port, String before, String now) throws IOException {
        String server = name(host, port);
        synchronized (TURN) {
            List<String> lines = lines();
            int at = find(lines, server);
            if (at < 0 || !fingerprint(lines.get(at)).equalsIgnoreCase(before)) {
                return at >= 0 && fingerprint(lines.get(at)).equalsIgnoreCase(now);
            }
            lines.set(at, server + " " + now);
            write(lines);
            return true;
        }
    }

    private void check(String host, int port, String fingerprint, boolean noting) throws CertificateException {
        synchronized (TURN) {
            try {
                check(name(host, port), fingerprint, noting);
            } catch (UnsafeException e) {
                throw new FileException(e.getMessage(), e);
            } catch (IOException e) {
                throw new FileException(file + ": " + OwnFile.reason(e), e);
            }
        }
    }

    /// Why a handshake has failed: what was said about the certificate, if that was it, as one line.
    public static Optional<String> reason(Throwable failure) {
        return refusal(failure).map(Throwable::getMessage);
    }

    /// The same as it was thrown.
    static Optional<CertificateException> refusal(Throwable failure) {
        Throwable at = failure;
        for (int i = 0; at != null && i < 10; i++, at = at.getCause()) {
            if (at instanceof CertificateException refused) {
                return Optional.of(refused);
            }
        }
        return Optional.empty();
    }

    private static String name(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]").toLowerCase(Locale.ROOT) + ":" + port;
    }

    private void check(String server, String fingerprint, boolean noting) throws IOException, CertificateException {
        List<String> lines = lines();
        int at = find(lines, server);
        if (at >= 0) {
            String before = fingerprint(lines.get(at));
            if (before.equalsIgnoreCase(fingerprint)) {
                return;
            }
            throw new ChangedException(
                    ("%s shows another certificate than before (%s, and before %s): somebody may be in between; if it was"
                            + " changed on purpose, remove line %d of %s")
                            .formatted(server, fingerprint, before.isEmpty() ? "none" : before, at + 1, file));
        }
        if (!noting) {
            throw new NewServerException(server, fingerprint);
        }
        lines.add(server + " " + fingerprint);
        write(lines);
    }

    /// The line of a server; negative for none.
    private static int find(List<String> lines, String server) {
        for (int i = 0; i < lines.size(); i++) {
            if (words(lines.get(i))[0].equalsIgnoreCase(server)) {
                return i;
            }
        }
        return -1;
    }

    /// Empty for a line that has none.
    private static String fingerprint(String line) {
        String[] words = words(line);
        return words.length < 2 ? "" : words[1];
    }

    /// A server and its fingerprint; the former alone where there is nothing more.
    private static String[] words(String line) {
        return line.strip().split("\\s+", 2);
    }

    private void write(List<String> lines) throws IOException {
        OwnFile.makeFolders(file.toAbsolutePath().getParent(), false);
        OwnFile.write(file,
                lines.stream().map(line -> line + "\n").collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8),
                Optional.empty());
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
