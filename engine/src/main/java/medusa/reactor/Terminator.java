package medusa.reactor;

import java.nio.charset.StandardCharsets;

/// What ends the piece of input that a [ChatChannel] collects: a sequence of bytes, a number of bytes, or nothing.
/// Immutable, so one constant serves every channel.
public final class Terminator {
    /// Ends a line of every Internet protocol.
    public static final Terminator CRLF = bytes("\r\n");
    /// All input is collected and no end is ever found.
    public static final Terminator NONE = new Terminator(null, null, 0);

    /// Null unless this one is a sequence.
    final byte[] sequence;
    /// For each length of a partial match, the longest shorter one that the same bytes also are (Knuth-Morris-Pratt), so
    /// that a sequence split over any number of reads is found without looking back.
    final int[] fallback;
    /// 0 unless this one is a number of bytes.
    final long count;

    private Terminator(byte[] sequence, int[] fallback, long count) {
        this.sequence = sequence;
        this.fallback = fallback;
        this.count = count;
    }

    /// The characters of `text`, one byte each (ISO 8859-1).
    ///
    /// @throws IllegalArgumentException if it is empty
    public static Terminator bytes(String text) {
        byte[] sequence = text.getBytes(StandardCharsets.ISO_8859_1);
        if (sequence.length == 0) {
            throw new IllegalArgumentException("an empty terminator: use NONE");
        }
        int[] fallback = new int[sequence.length];
        for (int i = 1, matched = 0; i < sequence.length; i++) {
            while (matched > 0 && sequence[i] != sequence[matched]) {
                matched = fallback[matched - 1];
            }
            if (sequence[i] == sequence[matched]) {
                matched++;
            }
            fallback[i] = matched;
        }
        return new Terminator(sequence, fallback, 0);
    }

    /// Exactly `count` bytes.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public static Terminator count(long count) {
        if (count <= 0) {
            throw new IllegalArgumentException("a terminator of " + count + " bytes");
        }
        return new Terminator(null, null, count);
    }
}
