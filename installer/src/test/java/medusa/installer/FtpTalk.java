package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A control connection on which one line is said at a time, and heard what comes of it.
final class FtpTalk implements Closeable {
    private final Socket control;
    private final BufferedReader replies;

    /// @param name     who logs in
    /// @param password his
    FtpTalk(int port, String name, String password) throws IOException {
        control = new Socket("127.0.0.1", port);
        replies = new BufferedReader(new InputStreamReader(control.getInputStream(), StandardCharsets.ISO_8859_1));
        reply("220");
        ask("331", "USER " + name);
        ask("230", "PASS " + password);
        ask("200", "TYPE I");
    }

    /// By the user who may do everything.
    static FtpTalk of(FtpSite site) throws IOException {
        return new FtpTalk(site.port(), FtpSite.USER, FtpSite.PASSWORD);
    }

    Socket control() {
        return control;
    }

    /// Says a line.
    ///
    /// @param code of the one reply that is expected
    String ask(String code, String line) throws IOException {
        control.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return reply(code);
    }

    /// The next reply, which has one line.
    String reply(String code) throws IOException {
        String line = line();
        assertThat(line).startsWith(code + " ");
        return line;
    }

    String line() throws IOException {
        return replies.readLine();
    }

    /// A data connection for a transfer that has begun.
    Socket begin(String line) throws IOException {
        String told = ask("229", "EPSV");
        int port = Integer.parseInt(told.substring(told.indexOf("|||") + 3, told.lastIndexOf('|')));
        Socket data = new Socket("127.0.0.1", port);
        ask("150", line);
        return data;
    }

    void expectEnd() throws IOException {
        assertThat(replies.readLine()).isNull();
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
