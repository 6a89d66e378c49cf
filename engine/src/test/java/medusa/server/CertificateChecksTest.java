package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CertificateChecksTest {
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    @TempDir
    private Path folder;
    private Instant now = OwnCertificate.MADE;

    private void check(String... settings) throws Exception {
        problems.clear();
        warnings.clear();
        List<String> all = new ArrayList<>(List.of("https.listen=localhost:8443"));
        all.addAll(List.of(settings));
        new CertificateChecks(ServerConfig.of(all.toArray(String[]::new)), () -> now,
                (key, text) -> problems.add(key + ": " + text.get()), warnings::add).check();
    }

    private String table(String certificate, String key) {
        return "{ certificate = \"" + folder.resolve(certificate) + "\", key = \"" + folder.resolve(key) + "\" }";
    }

    @Test
    void everyWrongFileIsNamedWithItsSetting() throws Exception {
        OwnCertificate.write(folder.resolve("a.pem"), "a.example");
        OwnCertificate.write(folder.resolve("b.pem"), "b.example");
        check("tls.certificates=[" + table("a.pem", "b.pem") + ", " + table("b.pem", "b.pem") + ", "
                + table("c.pem", "c.pem") + "]", "tls.client-certificates=required",
                "tls.client-ca-file=" + folder.resolve("d.pem"));
        assertThat(problems).containsExactly(
                "tls.certificates[0]: " + folder.resolve("a.pem")
                        + ": the certificate does not belong to the private key in " + folder.resolve("b.pem"),
                "tls.certificates[2]: " + folder.resolve("c.pem") + ": there is no such file",
                "tls.client-ca-file: " + folder.resolve("d.pem") + ": there is no such file");
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatAStartWouldWarnOfDoesNotFail() throws Exception {
        OwnCertificate.write(folder.resolve("a.pem"), "a.example");
        now = Instant.parse(OwnCertificate.END).plusSeconds(1);
        String given = "tls.certificates=[" + table("a.pem", "a.pem") + "]";
        check(given, "https.listen=www.a.example:8443", "https.redirect=true", "http.listen=off");
        assertThat(problems).isEmpty();
        assertThat(warnings).containsExactly(
                folder.resolve("a.pem") + ": the certificate has ended at " + OwnCertificate.END
                        + "; clients refuse it",
                folder.resolve("a.pem") + ": clients that come by www.a.example get this certificate, which is not for"
                        + " that name",
                "https.redirect has no effect while http.listen is \"off\"");
        check(given, "https.listen=off");
        assertThat(problems).isEmpty();
        assertThat(warnings).containsExactly("tls.certificates are not looked at while https.listen is \"off\"");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whereTheServersOwnWouldBeMadeNothingIs() throws Exception {
        Path state = folder.resolve("state");
        String setting = "state-folder=" + state;
        check(setting);
        assertThat(problems).isEmpty();
        assertThat(folder).isEmptyDirectory();
        Files.createDirectory(state,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        check(setting);
        assertThat(problems).isEmpty();
        assertThat(state).isEmptyDirectory();
        Files.writeString(state.resolve("self-signed.pem"), "junk");
        Files.setPosixFilePermissions(state.resolve("self-signed.pem"), PosixFilePermissions.fromString("rw-------"));
        check(setting);
        assertThat(problems).containsExactly("state-folder: " + state.resolve("self-signed.pem")
                + ": there is no certificate in it (PEM is wanted: -----BEGIN CERTIFICATE-----); remove the file, and"
                + " another is made");
    }
}
