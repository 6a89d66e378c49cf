package medusa.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.tls.Certificates.Holder;

/// What the JDK decides once in the life of a process is looked at in a process of its own.
class JsseTest {
    @TempDir
    private Path folder;

    private String run(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp", System.getProperty("java.class.path")));
        for (Object argument : arguments) {
            command.add(argument instanceof Class<?> program ? program.getName() : argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private KeyFiles files(Holder holder) {
        return holder.in(folder, "server.pem");
    }

    static final class Renegotiation {
        private Renegotiation() {}

        public static void main(String[] arguments) throws TlsException, SSLException {
            TlsIdentity identity = TlsIdentity
                    .read(new KeyFiles(Path.of(arguments[0]), Optional.empty(), Optional.empty()));
            TlsSettings settings = TlsSettings.DEFAULT.withProtocols("TLSv1.2");
            TlsClient client = TlsClient.of(settings, identity.chain(), Optional.empty());
            TlsContext server = TlsContext.of(settings, List.of(identity), List.of());
            Handshake handshake = Handshake.run(client.newEngine("a.example", 1), server.newEngine());
            handshake.client.beginHandshake();
            try {
                handshake.exchange();
                System.out.println("renegotiated");
            } catch (SSLException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aClientCannotRenegotiate() throws Exception {
        Path file = files(Certificates.leaf("EC", null, "a.example")).certificate();
        assertThat(run(Renegotiation.class, file)).containsIgnoringCase("renegotiation")
                .doesNotContain("renegotiated");
    }

    /// Tells of each connection how many values it found in its session; every one puts another in.
    static final class Sessions {
        private Sessions() {}

        public static void main(String[] arguments) throws TlsException, SSLException {
            TlsIdentity identity = TlsIdentity
                    .read(new KeyFiles(Path.of(arguments[0]), Optional.empty(), Optional.empty()));
            TlsClient client = TlsClient.of(TlsSettings.DEFAULT.withProtocols(arguments[1]), identity.chain(),
                    Optional.empty());
            TlsContext server = TlsContext.of(TlsSettings.DEFAULT, List.of(identity), List.of());
            for (int i = 0; i < 3; i++) {
                System.out.print(values(Handshake.run(client.newEngine("a.example", 1), server.newEngine())) + " ");
            }
            // Two connections at a time: both have chosen their session before either is answered.
            List<Handshake> both = List.of(new Handshake(client.newEngine("a.example", 1), server.newEngine()).hello(),
                    new Handshake(client.newEngine("a.example", 1), server.newEngine()).hello());
            for (Handshake one : both) {
                one.exchange();
                System.out.print((values(one) > 0) + " ");
            }
            TlsContext other = TlsContext.of(TlsSettings.DEFAULT, List.of(identity), List.of());
            System.out.print(values(Handshake.run(client.newEngine("a.example", 1), other.newEngine())));
        }

        private static int values(Handshake handshake) {
            int found = handshake.server.getSession().getValueNames().length;
            handshake.server.getSession().putValue("value " + found, found);
            return found;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSessionIsResumedWithTheValuesInItButNotInAnotherContext(String protocol) throws Exception {
        Path file = files(Certificates.leaf("EC", null, "a.example")).certificate();
        assertThat(run(Sessions.class, file, protocol)).isEqualTo("0 1 2 true true 0");
    }
}
