package medusa.installer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.SocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// A connection to the native monitor, line by line, with nothing of the project's own client.
final class MonitorWire implements AutoCloseable {
    private final SocketChannel socket;
    private final BufferedReader in;
    private final Writer out;
    final String hello;
    private int last;

    MonitorWire(SocketAddress address) throws IOException {
        socket = SocketChannel.open(address);
        in = new BufferedReader(new InputStreamReader(Channels.newInputStream(socket), StandardCharsets.UTF_8));
        out = Channels.newWriter(socket, StandardCharsets.UTF_8);
        hello = in.readLine();
    }

    /// Sends a call without waiting for its answer.
    ///
    /// @return its id
    int call(String method, String params) throws IOException {
        out.write("{\"jsonrpc\":\"2.0\",\"id\":" + ++last + ",\"method\":\"" + method + "\",\"params\":" + params
                + "}\n");
        out.flush();
        return last;
    }

    /// The next line.
    String next() throws IOException {
        return in.readLine();
    }

    /// The answer to a call.
    String ask(String method, String params) throws IOException {
        int id = call(method, params);
        String line = next();
        while (line != null && !line.contains("\"id\":" + id + ",")) {
            line = next();
        }
        if (line == null) {
            throw new AssertionError("the connection ended before the answer to " + method);
        }
        return line;
    }

    /// The result of a snippet that is done.
    String eval(String code) throws IOException {
        String answer = ask("eval", "{\"code\":" + quoted(code) + "}");
        if (!answer.contains("\"status\":\"done\"")) {
            throw new AssertionError(answer);
        }
        return answer;
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
