package medusa.http;

/// A set of byte values, as the grammars of RFC 9110 and RFC 3986 name them. Immutable.
final class ByteSet {
    static final ByteSet DIGIT = range('0', '9');
    static final ByteSet HEX = DIGIT.or(range('a', 'f')).or(range('A', 'F'));
    static final ByteSet ALPHA = range('a', 'z').or(range('A', 'Z'));
    /// `tchar` of RFC 9110 §5.6.2.
    static final ByteSet TOKEN = ALPHA.or(DIGIT).or(of("!#$%&'*+-.^_`|~"));
    static final ByteSet VISIBLE = range(0x21, 0x7e);
    /// `OWS` of RFC 9110 §5.6.3, one byte of it.
    static final ByteSet SPACE = of(" \t");
    static final ByteSet OBS_TEXT = range(0x80, 0xff);
    /// `field-vchar` of RFC 9110 §5.5.
    static final ByteSet FIELD_VCHAR = VISIBLE.or(OBS_TEXT);
    /// `unreserved` and `sub-delims` of RFC 3986 §2: what stands for itself in each part of a URI.
    static final ByteSet UNRESERVED = ALPHA.or(DIGIT).or(of("-._~"));
    static final ByteSet SUB_DELIMS = of("!$&'()*+,;=");

    private final boolean[] members = new boolean[256];

    private ByteSet() {}

    static ByteSet of(String characters) {
        ByteSet set = new ByteSet();
        characters.chars().forEach(c -> set.members[c] = true);
        return set;
    }

    static ByteSet range(int first, int last) {
        ByteSet set = new ByteSet();
        for (int b = first; b <= last; b++) {
            set.members[b] = true;
        }
        return set;
    }

    ByteSet or(ByteSet other) {
        return combine(this, other, true);
    }

    ByteSet without(ByteSet other) {
        return combine(this, other, false);
    }

    private static ByteSet combine(ByteSet a, ByteSet b, boolean with) {
        ByteSet set = new ByteSet();
        for (int i = 0; i < 256; i++) {
            set.members[i] = with ? a.members[i] || b.members[i] : a.members[i] && !b.members[i];
        }
        return set;
    }

    boolean contains(byte b) {
        return members[b & 0xff];
    }

    /// @param c any character; those beyond one byte are in no set
    boolean contains(char c) {
        return c < 256 && members[c];
    }

    /// Whether `text` is one or more bytes of this set, and no others.
    boolean spans(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!contains(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
