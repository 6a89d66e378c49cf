package medusa.auth;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The parts of one message, `r=…,s=…,i=…`, taken in the order that RFC 5802 §7 lays down.
final class ScramMessage {
    private static final int LONGEST = 2048;
    private static final int LONGEST_NONCE = 512;

    private final List<String> parts;
    private int next;

    /// @throws ScramException if this cannot be a message at all
    ScramMessage(String text) throws ScramException {
        if (text.length() > LONGEST) {
            throw ScramException.malformed("a message of the log-in is too long");
        }
        if (text.indexOf('\0') >= 0) {
            throw ScramException.malformed("a message of the log-in holds a NUL");
        }
        parts = new ArrayList<>(List.of(text.split(",", -1)));
    }

    /// The next part, as it is.
    String plain() throws ScramException {
        if (next == parts.size()) {
            throw ScramException.malformed("a message of the log-in is not whole");
        }
        return parts.get(next++);
    }

    /// The value of the next part, which must be that of `name`.
    String value(char name) throws ScramException {
        String part = plain();
        if (part.startsWith("m=")) {
            throw new ScramException("extensions-not-supported", "an extension is asked for that is not known here");
        }
        if (part.length() < 3 || part.charAt(0) != name || part.charAt(1) != '=') {
            throw ScramException.malformed("expected " + name + "= in a message of the log-in");
        }
        return part.substring(2);
    }

    /// Like [#value], decoded from base64.
    byte[] bytes(char name) throws ScramException {
        return decode(value(name));
    }

    /// Like [#value], a nonce: printable, without a comma.
    String nonce() throws ScramException {
        String nonce = value('r');
        if (nonce.length() > LONGEST_NONCE || !nonce.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw ScramException.malformed("a nonce is not printable, or too long");
        }
        return nonce;
    }

    /// Passes over extensions that may be ignored (RFC 5802 §5.1), up to `keep` parts at the end.
    void extensions(int keep) throws ScramException {
        while (next < parts.size() - keep) {
            String part = plain();
            if (!part.matches("[A-Za-z]=.+") || "anrmscipve".indexOf(part.charAt(0)) >= 0) {
                throw ScramException.malformed("a message of the log-in has a part twice or out of order");
            }
        }
    }

    /// @throws ScramException if something is left
    void end() throws ScramException {
        if (next < parts.size()) {
            throw ScramException.malformed("a message of the log-in is too long by a part");
        }
    }

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// Strictly: what is decoded is encoded in no second way.
    private static byte[] decode(String text) throws ScramException {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (encode(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // the same as another way to write it
        }
        throw ScramException.malformed("a part of the log-in is not base64");
    }
}
