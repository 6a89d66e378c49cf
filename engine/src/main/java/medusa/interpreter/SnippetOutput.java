package medusa.interpreter;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a text prints, up to a limit. A snippet may have handed it to other threads.
final class SnippetOutput extends OutputStream {
    private static final ScopedValue<PrintStream> HERE = ScopedValue.newInstance();

    private final int most;
    private final PrintStream stream = new PrintStream(this, false, StandardCharsets.UTF_8);
    private byte[] bytes = {};
    private int length;
    private boolean cut;

    SnippetOutput(int most) {
        this.most = most;
    }

    /// Makes `System.out` and `System.err` such that [#during] works.
    static synchronized void install() {
        if (!(System.out instanceof RoutedStream)) {
            System.setOut(new RoutedStream(System.out));
        }
        if (!(System.err instanceof RoutedStream)) {
            System.setErr(new RoutedStream(System.err));
        }
    }

    /// Where the calling thread prints to, if that is not the process's own stream.
    static PrintStream here(PrintStream otherwise) {
        return HERE.orElse(otherwise);
    }

    /// What the calling thread prints within `work` comes here.
    void during(Runnable work) {
        ScopedValue.where(HERE, stream).run(work);
    }

    @Override
    public void write(int b) {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] more, int from, int count) {
        int fits = Math.min(count, most - length);
        cut |= fits < count;
        if (fits <= 0) {
            return;
        }
        if (bytes.length - length < fits) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(length + fits, 2L * length)));
        }
        System.arraycopy(more, from, bytes, length, fits);
        length += fits;
    }

    synchronized String text() {
        if (!cut) {
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
        int end = length;
        int start = end;
        while (start > 0 && start > end - 3 && (bytes[start - 1] & 0xc0) == 0x80) {
            start--;
        }
        if (start > 0 && (bytes[start - 1] & 0xff) >= 0xc0
                && end - start < Integer.numberOfLeadingZeros(~(bytes[start - 1] << 24)) - 1) {
            end = start - 1; // the last character has lost its end
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + "\n… (cut after " + most + " bytes)\n";
    }
}
