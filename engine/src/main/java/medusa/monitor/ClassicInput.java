package medusa.monitor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What has come in a classic session and was not yet dealt with: lines ended by CRLF, and interrupts between them.
///
/// An interrupt, Ctrl-C or telnet's word for it, is noticed as soon as it is seen, and takes with it what came before and
/// was not dealt with. It may be seen twice, by who listens while a snippet runs and when the bytes come to the channel
/// afterwards; it counts once, by its place in the stream.
final class ClassicInput {
    private static final int LONGEST_LINE = 1024;
    private static final byte CONTROL_C = 3;
    private static final char BACKSPACE = 8;
    private static final char DELETE = 127;
    // Telnet, RFC 854
    private static final int IAC = 255;
    private static final int INTERRUPT_PROCESS = 244;
    private static final int SUBNEGOTIATION = 250;
    private static final int SUBNEGOTIATION_END = 240;

    /// What waits lies between `from` and `to`; `to` is at the place `taken` of the stream.
    private byte[] bytes = {};
    private int from;
    private int to;
    private long taken;

    // In the stream, like `taken`; guarded by this.
    private long scanned;
    private long interrupted;
    private boolean afterIac;

    /// Takes all of `data`. Reactor thread.
    ///
    /// @return whether there is an interrupt in it that nobody has noticed before
    boolean take(ByteBuffer data) {
        byte[] more = new byte[data.remaining()];
        data.get(more);
        boolean asked = scan(more, taken);
        byte[] all = Arrays.copyOfRange(bytes, from, to + more.length);
        System.arraycopy(more, 0, all, to - from, more.length);
        bytes = all;
        from = 0;
        to = all.length;
        taken += more.length;
        return asked;
    }

    /// How much has been taken in all: the place in the stream of what comes next.
    long taken() {
        return taken;
    }

    /// Looks for an interrupt. Any thread.
    ///
    /// @param place of the first byte in the stream
    /// @return whether there is one that was not noticed before
    synchronized boolean scan(byte[] data, long place) {
        boolean found = false;
        for (int i = (int) Math.max(0, scanned - place); i < data.length; i++) {
            int b = data[i] & 0xff;
            if (b == CONTROL_C || afterIac && b == INTERRUPT_PROCESS) {
                interrupted = place + i + 1;
                found = true;
            }
            afterIac = b == IAC && !afterIac;
        }
        scanned = Math.max(scanned, place + data.length);
        return found;
    }

    private synchronized long interrupted() {
        return interrupted;
    }

    /// How much waits.
    int size() {
        int waiting = to - from;
        drop(Math.clamp(interrupted() - (taken - waiting), 0, waiting));
        return to - from;
    }

    /// Whether the next line has more bytes than allowed, be it whole or not.
    boolean isTooLong() {
        int waiting = size();
        return waiting > LONGEST_LINE && end() < 0
                && !(waiting == LONGEST_LINE + 1 && bytes[from + LONGEST_LINE] == '\r');
    }

    /// The next line as it came, without its end, each byte a character; null if there is none that is whole and not too long.
    String line() {
        int end = size() == 0 ? -1 : end();
        if (end < 0) {
            return null;
        }
        String line = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
        drop(end + 2 - from);
        return line;
    }

    /// @return where the line's end begins; -1 for nowhere
    private int end() {
        for (int i = from; i + 1 < to && i - from <= LONGEST_LINE; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void drop(int n) {
        from += n;
        if (from == to) {
            bytes = new byte[0]; // a quiet channel keeps nothing
            from = 0;
            to = 0;
        }
    }

    /// What is meant by a line: without telnet's words and what is no ASCII, and with its last character taken back for each
    /// backspace.
    static String clean(String line) {
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == IAC) {
                i = endOfWord(line, i);
            } else if (c == BACKSPACE || c == DELETE) {
                text.setLength(Math.max(0, text.length() - 1));
            } else if (c > 0 && c < DELETE) {
                text.append(c);
            }
        }
        return text.toString();
    }

    /// @return where the last character is of the word of telnet that begins at `start`
    private static int endOfWord(String line, int start) {
        int word = start + 1 < line.length() ? line.charAt(start + 1) : 0;
        if (word == SUBNEGOTIATION) {
            int end = line.indexOf("" + (char) IAC + (char) SUBNEGOTIATION_END, start + 2);
            return end < 0 ? line.length() : end + 1;
        }
        return word > SUBNEGOTIATION && word < IAC ? start + 2 : start + 1; // will, won't, do, don't are about an option
    }
}
