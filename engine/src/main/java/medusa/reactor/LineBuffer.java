package medusa.reactor;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What has come of a line, up to a bound. A quiet channel's is empty.
public final class LineBuffer {
    private static final byte[] NOTHING = {};

    private byte[] line = NOTHING;
    private int length;
    private boolean tooLong;

    /// Holds nothing.
    public LineBuffer() {}

    /// Takes the next bytes of the line, or, where it has grown beyond `longest`, passes them and all before them over.
    ///
    /// @return whether the line has kept within the bound so far
    public boolean add(ByteBuffer data, int longest) {
        int n = data.remaining();
        if (tooLong || n > longest - length) {
            tooLong = true;
            line = NOTHING;
            length = 0;
            return false;
        }
        if (length + n > line.length) {
            line = Arrays.copyOf(line, Math.min(longest, Math.max(length + n, 2 * line.length)));
        }
        data.get(line, length, n);
        length += n;
        return true;
    }

    /// What there is so far; the line goes on.
    public byte[] soFar() {
        return Arrays.copyOf(line, length);
    }

    /// Ends the line, and begins the next one.
    ///
    /// @return null if it was too long
    public byte[] take() {
        byte[] whole = tooLong ? null : soFar();
        line = NOTHING;
        length = 0;
        tooLong = false;
        return whole;
    }
}
