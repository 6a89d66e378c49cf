package medusa.reactor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A channel for protocols whose input is lines ended by CRLF, of a bounded length.
public abstract class LineChannel extends ChatChannel {
    private final int longest;
    private byte[] line = new byte[0];
    private int length;
    private boolean tooLong;

    /// @param longest the most bytes of a line, without its end
    protected LineChannel(int longest) {
        this.longest = longest;
    }

    /// Takes a line, without its end; each byte is a character (ISO 8859-1), so that nothing is lost.
    protected abstract void line(String line) throws Exception;

    /// A line has more bytes than allowed; it is passed over to its end, and this is called there. By default the channel
    /// closes.
    protected void lineTooLong() throws Exception {
        close();
    }

    @Override
    protected final void collect(ByteBuffer data) {
        int n = data.remaining();
        if (tooLong || n > longest - length) {
            tooLong = true;
            return;
        }
        if (length + n > line.length) {
            line = Arrays.copyOf(line, Math.min(longest, Math.max(length + n, 2 * line.length)));
        }
        data.get(line, length, n);
        length += n;
    }

    @Override
    protected final void foundTerminator() throws Exception {
        String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
        boolean whole = !tooLong;
        line = new byte[0]; // a quiet channel keeps nothing
        length = 0;
        tooLong = false;
        if (whole) {
            line(text);
        } else {
            lineTooLong();
        }
    }
}
