package medusa.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The blocks of a file in PEM format (RFC 7468, and the older form of RFC 1421 with headers). What stands between the blocks
/// is a comment.
///
/// @param path named in messages
record PemFile(Path path, List<Block> blocks) {
    /// A chain of certificates has some kilobytes, a list of authorities some hundreds.
    private static final int MOST_BYTES = 4 << 20;
    private static final String BEGIN = "-----BEGIN ";
    private static final String CIPHER = "DEK-Info:";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /// One block.
    ///
    /// @param type what stands after `BEGIN`
    /// @param line where it begins, from 1
    /// @param cipher the header `DEK-Info`, if there is one: how the content is encrypted
    record Block(String type, int line, Optional<String> cipher, byte[] content) {
        boolean certificate() {
            return type.equals("CERTIFICATE") || type.equals("X509 CERTIFICATE");
        }

        boolean key() {
            return type.endsWith("PRIVATE KEY");
        }

        /// Shows nothing of the content, which may be a key.
        @Override
        public String toString() {
            return type + " at line " + line;
        }
    }

    /// Blocks for as long as the disk does.
    static PemFile read(Path path) throws TlsException {
        return parse(path, bytes(path));
    }

    /// The first line, without its end.
    static char[] password(Path path) throws TlsException {
        String text = new String(bytes(path), StandardCharsets.UTF_8);
        String line = text.lines().findFirst().orElse("");
        if (line.isEmpty()) {
            throw new TlsException(path + ": there is no password in its first line");
        }
        return line.toCharArray();
    }

    private static byte[] bytes(Path path) throws TlsException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new TlsException(path + ": is larger than 4 MiB, which no file of keys or certificates is");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new TlsException(path + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new TlsException(path + ": this process may not read it", e);
        } catch (IOException e) {
            String why = Files.isDirectory(path) ? "is a folder" : "cannot be read: " + e.getMessage();
            throw new TlsException(path + ": " + why, e);
        }
    }

    static PemFile parse(Path path, byte[] bytes) throws TlsException {
        // Every byte is a character, so that a comment in any encoding does no harm.
        List<String> lines = new String(bytes, StandardCharsets.ISO_8859_1).lines().map(String::strip).toList();
        List<Block> blocks = new ArrayList<>();
        int i = 0;
        while (i < lines.size()) {
            String line = lines.get(i);
            if (line.startsWith(BEGIN) && line.endsWith(DASHES) && line.length() > BEGIN.length() + DASHES.length()) {
                String type = line.substring(BEGIN.length(), line.length() - DASHES.length());
                int end = i + 1;
                while (end < lines.size() && !lines.get(end).startsWith(DASHES)) {
                    end++;
                }
                if (end == lines.size() || !lines.get(end).equals(END + type + DASHES)) {
                    throw new TlsException(path + ": what begins at line " + (i + 1) + " has no end");
                }
                blocks.add(block(path, type, i + 1, lines.subList(i, end + 1)));
                i = end;
            }
            i++;
        }
        return new PemFile(path, List.copyOf(blocks));
    }

    private static Block block(Path path, String type, int number, List<String> lines) throws TlsException {
        StringBuilder base64 = new StringBuilder();
        Optional<String> cipher = Optional.empty();
        for (String line : lines.subList(1, lines.size() - 1)) {
            if (line.indexOf(':') < 0) {
                base64.append(line);
            } else if (line.startsWith(CIPHER)) {
                cipher = Optional.of(line.substring(CIPHER.length()).strip());
            }
        }
        try {
            return new Block(type, number, cipher, Base64.getDecoder().decode(base64.toString()));
        } catch (IllegalArgumentException e) {
            // Without the cause: its message quotes what it could not decode.
            throw new TlsException(path + ": what begins at line " + number + " is damaged");
        }
    }

    /// All certificates, in the file's order.
    ///
    /// @throws TlsException if there is none, or one that cannot be read
    List<X509Certificate> certificates() throws TlsException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.certificate()) {
                certificates.add(certificate(block));
            }
        }
        if (certificates.isEmpty()) {
            throw new TlsException(path + ": there is no certificate in it (PEM is wanted: " + BEGIN + "CERTIFICATE"
                    + DASHES + ")");
        }
        return certificates;
    }

    private X509Certificate certificate(Block block) throws TlsException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.content()));
        } catch (CertificateException e) {
            throw new TlsException(path + ": the certificate at line " + block.line() + " is damaged", e);
        }
    }

    /// The private key's block, if there is one.
    ///
    /// @throws TlsException if there are several
    Optional<Block> key() throws TlsException {
        List<Block> keys = blocks.stream().filter(Block::key).toList();
        if (keys.size() > 1) {
            throw new TlsException(path + ": there are " + keys.size() + " private keys in it, where one is wanted");
        }
        return keys.stream().findFirst();
    }

    /// What the first block of this type holds.
    Optional<byte[]> content(String type) {
        return blocks.stream().filter(block -> block.type().equals(type)).map(Block::content).findFirst();
    }
}
