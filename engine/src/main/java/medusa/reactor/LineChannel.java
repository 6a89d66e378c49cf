package medusa.reactor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A channel for protocols whose input is lines ended by CRLF, of a bounded length.
public abstract class LineChannel extends ChatChannel {
    private final int longest;
    private final LineBuffer line = new LineBuffer();

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
        line.add(data, longest);
    }

    @Override
    protected final void foundTerminator() throws Exception {
        byte[] whole = line.take();
        if (whole == null) {
            lineTooLong();
        } else {
            line(new String(whole, StandardCharsets.ISO_8859_1));
        }
    }
}
