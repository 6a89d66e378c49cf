package medusa.http.extension;

import medusa.http.ContentCoding;

/// In which form a file is sent.
///
/// @param coding of its bytes
/// @param made   whether they are compressed on the way; otherwise they lie in a file
/// @param varies whether other clients may get another form, which caches must know
record FileForm(ContentCoding coding, boolean made, boolean varies) {
    /// As it is, for everybody.
    static final FileForm ONLY = new FileForm(ContentCoding.IDENTITY, false, false);
    /// As it is, for this client.
    static final FileForm PLAIN = new FileForm(ContentCoding.IDENTITY, false, true);
    /// Compressed on the way.
    static final FileForm MADE = new FileForm(ContentCoding.GZIP, true, true);

    /// What lies beside a file, compressed beforehand.
    static FileForm beside(ContentCoding coding) {
        return new FileForm(coding, false, true);
    }

    /// What the tag ends with: no two forms of a file have the same (RFC 9110 §8.8.3.3), even if they agree in everything that
    /// is known of them.
    String mark() {
        return made ? "-" + coding.token() : coding.suffix().replace('.', '-');
    }

    /// Whole header lines, for an answer with a body.
    String fields() {
        return (varies ? "Vary: Accept-Encoding\r\n" : "")
                + (coding == ContentCoding.IDENTITY ? "" : "Content-Encoding: " + coding.token() + "\r\n");
    }
}
