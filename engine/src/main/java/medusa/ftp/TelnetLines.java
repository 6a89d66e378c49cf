package medusa.ftp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Cuts what comes over a control connection into lines. It is a Telnet connection (RFC 959 §3, RFC 1123 §4.1.2.12): commands for
/// Telnet are taken out, options refused, and a doubled 0xFF is one.
///
/// A line ends in CRLF. Who ends his first one in LF alone, as people with simple programs do, is read so from then on; to others an LF
/// is part of the line, as of a name that has one: what stands behind it must not be taken for a command.
final class TelnetLines {
    static final char IAC = 0xff;
    private static final int DONT = 0xfe;
    private static final int DO = 0xfd;
    private static final int WONT = 0xfc;
    private static final int WILL = 0xfb;
    private static final int SUBNEGOTIATION = 0xfa;
    private static final int INTERRUPT = 0xf4;
    /// The data mark of a Synch. Its IAC is urgent data, which the system may have taken out of the stream.
    private static final int DATA_MARK = 0xf2;
    private static final int END_OF_SUBNEGOTIATION = 0xf0;

    /// What of Telnet has begun and is not complete.
    private enum State {
        TEXT,
        COMMAND,
        AFTER_INTERRUPT,
        OPTION,
        REFUSED_DO,
        REFUSED_WILL,
        INSIDE,
        INSIDE_COMMAND
    }

    /// What the first line has ended in.
    private enum Ending {
        UNKNOWN,
        CRLF,
        LF
    }

    /// Takes what has been read.
    interface Sink {
        /// A line, without its end; one character for each byte.
        void line(String line) throws Exception;

        /// A line was longer than allowed; this comes at its end, once.
        void lineTooLong() throws Exception;

        /// A line has no end.
        void lineEndless() throws Exception;

        /// What is to be said to the peer's Telnet.
        void answer(byte[] telnet);

        /// Whether more is wanted.
        boolean wantsInput();
    }

    /// What is passed over of a line that is too long, before that is enough.
    private static final int MOST_PASSED_OVER = 256 << 10;

    private final int longest;
    private final Sink sink;
    private byte[] line = new byte[64];
    private int length;
    private int passedOver;
    /// How lines end here.
    private Ending ending = Ending.UNKNOWN;
    /// The byte before, of the line.
    private int last;
    private State state = State.TEXT;

    /// @param longest bytes of a line
    TelnetLines(int longest, Sink sink) {
        this.longest = longest;
        this.sink = sink;
    }

    /// Reads `data` for as long as more is wanted.
    void read(ByteBuffer data) throws Exception {
        while (data.hasRemaining() && sink.wantsInput()) {
            take(data.get() & 0xff);
        }
    }

    private void take(int b) throws Exception {
        switch (state) {
            case TEXT -> text(b);
            case AFTER_INTERRUPT -> {
                state = State.TEXT;
                if (b != DATA_MARK) {
                    text(b);
                }
            }
            case COMMAND -> command(b);
            case OPTION -> state = State.TEXT;
            case REFUSED_DO -> refuse(WONT, b);
            case REFUSED_WILL -> refuse(DONT, b);
            case INSIDE -> state = b == IAC ? State.INSIDE_COMMAND : State.INSIDE;
            case INSIDE_COMMAND -> state = b == END_OF_SUBNEGOTIATION ? State.TEXT : State.INSIDE;
        }
    }

    private void command(int b) throws Exception {
        state = switch (b) {
            case DO -> State.REFUSED_DO;
            case WILL -> State.REFUSED_WILL;
            case DONT, WONT -> State.OPTION;
            case SUBNEGOTIATION -> State.INSIDE;
            case INTERRUPT -> State.AFTER_INTERRUPT;
            default -> State.TEXT;
        };
        if (b == IAC) {
            add(b);
        }
    }

    private void refuse(int verb, int option) {
        state = State.TEXT;
        sink.answer(new byte[]{(byte) IAC, (byte) verb, (byte) option});
    }

    private void text(int b) throws Exception {
        if (b == IAC) {
            state = State.COMMAND;
        } else if (b == '\n' && isEnd()) {
            end();
        } else {
            add(b);
        }
    }

    private void add(int b) throws Exception {
        last = b;
        if (length > longest) { // one more, which may be the CR
            passedOver++;
            if (passedOver == MOST_PASSED_OVER) {
                sink.lineEndless();
            }
            return;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(longest + 1, length * 2));
        }
        line[length++] = (byte) b;
    }

    private boolean isEnd() {
        boolean afterCr = last == '\r';
        if (ending == Ending.UNKNOWN) {
            ending = afterCr ? Ending.CRLF : Ending.LF;
        }
        return afterCr || ending == Ending.LF;
    }

    private void end() throws Exception {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        boolean over = passedOver > 0 || end > longest;
        String whole = over ? "" : new String(line, 0, end, StandardCharsets.ISO_8859_1);
        Arrays.fill(line, 0, length, (byte) 0); // it may have been a password
        length = 0;
        last = 0;
        passedOver = 0;
        if (over) {
            sink.lineTooLong();
        } else {
            sink.line(whole);
        }
    }
}
