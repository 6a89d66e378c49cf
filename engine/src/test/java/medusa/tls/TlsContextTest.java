package medusa.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.tls.Certificates.Holder;

class TlsContextTest {
    private static final Holder CA = Certificates.authority("test authority");
    private static final Holder LEAF = Certificates.leaf("EC", CA, "a.example");

    @TempDir
    private Path folder;

    private TlsContext server(TlsSettings settings, Holder... leaves) throws TlsException {
        List<TlsIdentity> identities = Stream.of(leaves).map(leaf -> leaf.identity(folder)).toList();
        return TlsContext.of(settings, identities, List.of(CA.certificate()));
    }

    private TlsClient client(TlsSettings settings, Holder... shown) throws TlsException {
        return TlsClient.of(settings, List.of(CA.certificate()),
                Stream.of(shown).findFirst().map(one -> one.identity(folder)));
    }

    private static Handshake shake(TlsClient client, TlsContext server) throws SSLException {
        return Handshake.run(client.newEngine("a.example", 443), server.newEngine());
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, EC, TLS_AES_128_GCM_SHA256", "TLSv1.3, RSA, TLS_AES_128_GCM_SHA256",
        "TLSv1.3, Ed25519, TLS_AES_128_GCM_SHA256", "TLSv1.2, EC, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.2, RSA, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.2, Ed25519, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"})
    void bothVersionsWithEveryKindOfKey(String protocol, String kind, String suite) throws Exception {
        Handshake done = shake(client(TlsSettings.DEFAULT.withProtocols(protocol)),
                server(TlsSettings.DEFAULT, Certificates.leaf(kind, CA, "a.example")));
        assertThat(done.session().getProtocol()).isEqualTo(protocol);
        assertThat(done.session().getCipherSuite()).isEqualTo(suite);
    }

    @Test
    void theNewestVersionThatBothKnowIsSpoken() throws Exception {
        TlsContext old = server(TlsSettings.DEFAULT.withProtocols("TLSv1.2"), LEAF);
        assertThat(shake(client(TlsSettings.DEFAULT), old).session().getProtocol()).isEqualTo("TLSv1.2");
        TlsContext both = server(TlsSettings.DEFAULT, LEAF);
        assertThat(shake(client(TlsSettings.DEFAULT), both).session().getProtocol()).isEqualTo("TLSv1.3");
        TlsClient newOnly = client(TlsSettings.DEFAULT.withProtocols("TLSv1.3"));
        assertThatThrownBy(() -> shake(newOnly, old)).isInstanceOf(SSLException.class);
    }

    @Test
    void theServersOrderOfSuitesCounts() throws Exception {
        List<String> reversed = new ArrayList<>(TlsSettings.MODERN_SUITES).reversed();
        TlsContext server = server(TlsSettings.DEFAULT, LEAF);
        TlsClient client = client(TlsSettings.DEFAULT.withSuites(reversed).withProtocols("TLSv1.2"));
        assertThat(shake(client, server).session().getCipherSuite())
                .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"})
    void whatIsNotModernIsNotSpoken(String suite) throws Exception {
        TlsContext server = server(TlsSettings.DEFAULT, LEAF, Certificates.leaf("RSA", CA, "a.example"));
        TlsClient client = client(TlsSettings.DEFAULT.withSuites(List.of(suite)).withProtocols("TLSv1.2"));
        assertThatThrownBy(() -> shake(client, server)).isInstanceOf(SSLException.class);
    }

    @Test
    void everyEngineIsTheServersAndHardened() throws Exception {
        SSLEngine engine = server(TlsSettings.DEFAULT, LEAF).newEngine();
        SSLParameters parameters = engine.getSSLParameters();
        assertThat(engine.getUseClientMode()).isFalse();
        assertThat(parameters.getUseCipherSuitesOrder()).isTrue();
        assertThat(parameters.getCipherSuites()).containsExactlyElementsOf(TlsSettings.MODERN_SUITES)
                .allMatch(suite -> suite
                        .matches("TLS_(ECDHE_(RSA|ECDSA)_WITH_)?(AES_\\d+_GCM|CHACHA20_POLY1305)_SHA\\d+"));
        assertThat(parameters.getProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(parameters.getSignatureSchemes())
                .noneMatch(scheme -> scheme.contains("sha1") || scheme.contains("sha224"));
        assertThat(parameters.getNamedGroups()).noneMatch(group -> group.startsWith("ffdhe"));
    }

    @ParameterizedTest
    @CsvSource({
        // asked for, the client's kind of key, the certificate that is shown
        "a.example, EC, 1", "a.example, RSA, 2", "b.example, RSA, 3", "x.b.example, RSA, 4", "z.b.example, RSA, 5",
        "x.y.b.example, EC, 0", "unknown.example, EC, 0", "127.0.0.1, EC, 0"})
    void theNameChoosesTheCertificateAndTheClientItsKind(String name, String kind, int index) throws Exception {
        Holder[] leaves = {Certificates.leaf("EC", CA, "first.example", "127.0.0.1"),
            Certificates.leaf("EC", CA, "a.example"), Certificates.leaf("RSA", CA, "a.example"),
            Certificates.leaf("RSA", CA, "b.example"), Certificates.leaf("RSA", CA, "x.b.example"),
            Certificates.leaf("RSA", CA, "*.b.example")};
        TlsContext server = server(TlsSettings.DEFAULT, leaves);
        // TLS 1.2 tells the kinds apart by suite.
        List<String> suites = TlsSettings.MODERN_SUITES.stream()
                .filter(suite -> suite.contains(kind.equals("EC") ? "ECDSA" : "ECDHE_RSA")).toList();
        SSLEngine client = client(TlsSettings.DEFAULT.withProtocols("TLSv1.2").withSuites(suites)).newEngine(name, 1);
        SSLParameters anyName = client.getSSLParameters();
        anyName.setEndpointIdentificationAlgorithm("");
        client.setSSLParameters(anyName);
        assertThat(Handshake.run(client, server.newEngine()).shown()).isEqualTo(leaves[index].certificate());
    }

    @ParameterizedTest
    @CsvSource({"rsa_pss_rsae_sha256, 1", "ecdsa_secp256r1_sha256, 0"})
    void inTls13TheClientsSignaturesChooseTheKind(String scheme, int index) throws Exception {
        Holder[] leaves = {LEAF, Certificates.leaf("RSA", RsaAuthority.CA, "a.example")};
        TlsContext server = server(TlsSettings.DEFAULT, leaves);
        SSLEngine client = TlsClient
                .of(TlsSettings.DEFAULT, List.of(CA.certificate(), RsaAuthority.CA.certificate()), Optional.empty())
                .newEngine("a.example", 1);
        SSLParameters one = client.getSSLParameters();
        one.setSignatureSchemes(new String[]{scheme, "rsa_pkcs1_sha256"});
        client.setSSLParameters(one);
        assertThat(Handshake.run(client, server.newEngine()).shown()).isEqualTo(leaves[index].certificate());
    }

    private static final class RsaAuthority {
        static final Holder CA = Certificates.make("CN=rsa", Certificates.pair("RSA"), null, true, Certificates.BEGIN,
                Certificates.END);
    }

    @Test
    void aCertificateForAnotherNameIsRefusedByTheClient() throws Exception {
        TlsContext server = server(TlsSettings.DEFAULT, LEAF);
        TlsClient client = client(TlsSettings.DEFAULT);
        assertThatThrownBy(() -> Handshake.run(client.newEngine("other.example", 1), server.newEngine()))
                .isInstanceOf(SSLException.class).hasMessageContaining("other.example");
    }

    @ParameterizedTest
    @CsvSource({"OPTIONAL, none, true", "OPTIONAL, good, true", "OPTIONAL, stranger, false", "REQUIRED, none, false",
        "REQUIRED, good, true", "REQUIRED, stranger, false", "OFF, good, true"})
    void clientsShowWhoTheyAre(ClientCertificates rule, String shown, boolean served) throws Exception {
        Holder stranger = Certificates.authority("test authority"); // the same name, another key
        Holder[] identity = switch (shown) {
            case "good" -> new Holder[]{Certificates.leaf("EC", CA, "anna")};
            case "stranger" -> new Holder[]{Certificates.leaf("EC", stranger, "anna")};
            default -> new Holder[0];
        };
        TlsContext server = server(TlsSettings.DEFAULT.withClientCertificates(rule), LEAF);
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            TlsClient client = client(TlsSettings.DEFAULT.withProtocols(protocol), identity);
            if (!served) {
                assertThatThrownBy(() -> shake(client, server)).isInstanceOf(SSLException.class);
            } else if (rule != ClientCertificates.OFF && identity.length > 0) {
                assertThat(shake(client, server).server.getSession().getPeerCertificates())
                        .containsExactly(identity[0].certificate());
            } else {
                Handshake done = shake(client, server);
                assertThatThrownBy(() -> done.server.getSession().getPeerCertificates())
                        .isInstanceOf(SSLPeerUnverifiedException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http/1.1 | http/1.1    | http/1.1
            http/1.1 | h2,http/1.1 | http/1.1
            http/1.1 | ''          | ''
            ''       | h2,http/1.1 | ''
            http/1.1 | h2          | refused
            """)
    void theProtocolAboveIsNegotiated(String offered, String asked, String agreed) throws Exception {
        TlsContext server = server(TlsSettings.DEFAULT.withAlpn(list(offered)), LEAF);
        TlsClient client = client(TlsSettings.DEFAULT.withAlpn(list(asked)));
        if (agreed.equals("refused")) {
            assertThatThrownBy(() -> shake(client, server)).isInstanceOf(SSLException.class);
        } else {
            assertThat(shake(client, server).server.getApplicationProtocol()).isEqualTo(agreed);
        }
    }

    private static String[] list(String text) {
        return Arrays.stream(text.split(",")).filter(one -> !one.isEmpty()).toArray(String[]::new);
    }

    @Test
    void whatCannotBeServedIsSaid() {
        assertThatThrownBy(() -> server(TlsSettings.DEFAULT.withProtocols("TLSv1.1"), LEAF))
                .isInstanceOf(TlsException.class)
                .hasMessage("there is no protocol \"TLSv1.1\" here; there are TLSv1.3, TLSv1.2");
        assertThatThrownBy(() -> server(TlsSettings.DEFAULT.withSuites(List.of("TLS_FAST")), LEAF))
                .isInstanceOf(TlsException.class).hasMessage("there is no cipher suite \"TLS_FAST\" in this Java");
        assertThatThrownBy(() -> server(TlsSettings.DEFAULT.withProtocols("TLSv1.3")
                .withSuites(List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")), LEAF)).isInstanceOf(TlsException.class)
                .hasMessage("none of the cipher suites is for TLSv1.3");
        assertThatThrownBy(() -> server(TlsSettings.DEFAULT.withProtocols("TLSv1.2")
                .withSuites(List.of("TLS_AES_128_GCM_SHA256")), LEAF)).isInstanceOf(TlsException.class)
                .hasMessage("none of the cipher suites is for TLSv1.2");
        assertThatThrownBy(() -> server(TlsSettings.DEFAULT)).isInstanceOf(TlsException.class)
                .hasMessage("there is no certificate to serve TLS with");
        List<TlsIdentity> identities = List.of(LEAF.identity(folder));
        List<X509Certificate> nobody = List.of();
        assertThatThrownBy(() -> TlsContext.of(
                TlsSettings.DEFAULT.withClientCertificates(ClientCertificates.REQUIRED), identities, nobody))
                .isInstanceOf(TlsException.class).hasMessage("clients are asked for a certificate, but there is no "
                        + "file with the authorities that may have signed it");
        assertThatThrownBy(() -> TlsSettings.DEFAULT.withSessions(0, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
