package medusa.http.extension;

/// A text that can be looked at only so often. A pattern that goes back and forth over it, as some do on texts that an attacker
/// chooses, is stopped after a number of looks that grows with the length of the text and nothing else.
final class CountedText implements CharSequence {
    /// What every pattern may take; those that people write take a few for each character.
    static final int LOOKS = 10_000;
    static final int LOOKS_PER_CHARACTER = 16;

    private final String text;
    private int left;

    /// It has been looked at too often.
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exhausted() {
            super(null, null, false, false);
        }
    }

    CountedText(String text) {
        this.text = text;
        rewind();
    }

    /// Lets it be looked at as often again.
    void rewind() {
        left = LOOKS + LOOKS_PER_CHARACTER * text.length();
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
