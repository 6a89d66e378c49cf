package medusa.http;

/// The content codings that are known here (RFC 9110 §8.4.1), the server's favourite first: where a client likes several
/// equally, the one that makes files smallest counts.
public enum ContentCoding {
    /// RFC 7932.
    BR("br", ".br"),
    /// RFC 8878.
    ZSTD("zstd", ".zst"),
    /// RFC 1952; the only one that the server can make itself.
    GZIP("gzip", ".gz"),
    /// As it is.
    IDENTITY("identity", "");

    private final String token;
    private final String suffix;

    ContentCoding(String token, String suffix) {
        this.token = token;
        this.suffix = suffix;
    }

    /// The value of the `Content-Encoding` field.
    public String token() {
        return token;
    }

    /// How the name of a file that was compressed beforehand ends.
    public String suffix() {
        return suffix;
    }

    /// @param name in lower case
    boolean isCalled(String name) {
        return name.equals(token) || this == GZIP && name.equals("x-gzip"); // RFC 9110 §8.4.1.3
    }
}
