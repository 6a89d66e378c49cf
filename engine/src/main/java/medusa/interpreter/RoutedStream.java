package medusa.interpreter;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/// A standard stream of the process, but for a thread that runs a snippet: that one writes to the snippet's output. Each
/// call goes to the one or the other as it is, so that both keep their own character set, and so that a snippet never
/// waits for the lock of a stream whose reader has stopped.
final class RoutedStream extends PrintStream {
    private final PrintStream process;

    RoutedStream(PrintStream process) {
        super(process, false, process.charset());
        this.process = process;
    }

    private PrintStream to() {
        return SnippetOutput.here(process);
    }

    @Override
    public void flush() {
        to().flush();
    }

    @Override
    public void close() {
        to().flush(); // nobody closes the process's own streams for everybody
    }

    @Override
    public boolean checkError() {
        return to().checkError();
    }

    @Override
    public void write(int b) {
        to().write(b);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        to().write(bytes);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        to().write(bytes, from, count);
    }

    @Override
    public void writeBytes(byte[] bytes) {
        to().writeBytes(bytes);
    }

    @Override
    public PrintStream format(String format, Object... args) {
        to().format(format, args);
        return this;
    }

    @Override
    public PrintStream format(Locale locale, String format, Object... args) {
        to().format(locale, format, args);
        return this;
    }

    @Override
    public void println() {
        to().println();
    }

    @Override
    public void print(boolean x) {
        to().print(x);
    }

    @Override
    public void println(boolean x) {
        to().println(x);
    }

    @Override
    public void print(char x) {
        to().print(x);
    }

    @Override
    public void println(char x) {
        to().println(x);
    }

    @Override
    public void print(int x) {
        to().print(x);
    }

    @Override
    public void println(int x) {
        to().println(x);
    }

    @Override
    public void print(long x) {
        to().print(x);
    }

    @Override
    public void println(long x) {
        to().println(x);
    }

    @Override
    public void print(float x) {
        to().print(x);
    }

    @Override
    public void println(float x) {
        to().println(x);
    }

    @Override
    public void print(double x) {
        to().print(x);
    }

    @Override
    public void println(double x) {
        to().println(x);
    }

    @Override
    public void print(char[] x) {
        to().print(x);
    }

    @Override
    public void println(char[] x) {
        to().println(x);
    }

    @Override
    public void print(String x) {
        to().print(x);
    }

    @Override
    public void println(String x) {
        to().println(x);
    }

    @Override
    public void print(Object x) {
        to().print(x);
    }

    @Override
    public void println(Object x) {
        to().println(x);
    }
}
