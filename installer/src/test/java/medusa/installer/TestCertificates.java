package medusa.installer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Certificates in a folder, made by OpenSSL: `NAME.pem` with its key in `NAME.key`, which everybody may read, since the server
/// becomes somebody else.
record TestCertificates(Path folder) {

    /// @param made what the files are called
    /// @param host whom it names
    void make(String made, String host, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-days", "365", "-subj", "/CN=" + host, "-addext",
                "subjectAltName=DNS:" + host, "-keyout", made + ".key", "-out", made + ".pem"));
        arguments.addAll(List.of(more));
        Tool.require("openssl").run(folder, arguments.toArray(String[]::new));
        Files.setPosixFilePermissions(folder.resolve(made + ".key"), PosixFilePermissions.fromString("rw-r--r--"));
    }

    /// One that is signed by the other.
    void makeSigned(String made, String host, String authority) throws IOException, InterruptedException {
        make(made, host, "-CA", authority + ".pem", "-CAkey", authority + ".key");
    }

    /// For `--set`.
    String setting(String... made) {
        List<String> tables = Stream.of(made).map(each -> "{ certificate = \"" + folder.resolve(each + ".pem")
                + "\", key = \"" + folder.resolve(each + ".key") + "\" }").toList();
        return "tls.certificates=[" + String.join(", ", tables) + "]";
    }

    Certificate read(String made) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(folder.resolve(made + ".pem"))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /// The SHA-256 of its public key in base64, as browsers and curl know it.
    String pin(String made) throws IOException, GeneralSecurityException {
        byte[] key = read(made).getPublicKey().getEncoded();
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    }

    /// For a client that trusts it and nobody else, and has no session to resume.
    SSLContext client(String made) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(made, read(made));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
