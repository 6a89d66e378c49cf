package medusa.monitor.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import medusa.monitor.MonitorAddress;

/// A monitor on a thread of its own that answers each line as the test says.
final class ScriptedMonitor implements AutoCloseable {
    private static final Pattern CALL = Pattern.compile("\"id\":(\\d+),\"method\":\"([a-z.]+)\",\"params\":(.*)}");

    final List<String> calls = new CopyOnWriteArrayList<>();
    String hello = "{\"server\":\"medusa\",\"protocol\":1,\"user\":\"anna\",\"role\":\"eval\"}";
    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final UnaryOperator<String> answers;

    /// @param answers from `method params` to `"result":…` or `"error":…`; null ends the connection
    ScriptedMonitor(UnaryOperator<String> answers) throws IOException {
        this.answers = answers;
        Thread.ofVirtual().start(this::serve);
    }

    MonitorAddress address() {
        return MonitorAddress.parse("127.0.0.1:" + listener.getLocalPort());
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                say(socket, "{\"jsonrpc\":\"2.0\",\"method\":\"hello\",\"params\":" + hello + "}");
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                for (String line = lines.readLine(); line != null && answer(socket, line); line = lines.readLine()) {
                    // goes on
                }
            } catch (IOException e) {
                // the next one
            }
        }
    }

    private boolean answer(Socket socket, String line) throws IOException {
        Matcher call = CALL.matcher(line);
        if (!call.find()) {
            throw new IOException(line);
        }
        calls.add(call.group(2) + " " + call.group(3));
        String answer = answers.apply(calls.getLast());
        if (answer != null) {
            say(socket, "{\"jsonrpc\":\"2.0\",\"id\":" + call.group(1) + "," + answer + "}");
        }
        return answer != null;
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
