package medusa.monitor.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    private final ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final Path socket;
    private final UnaryOperator<String> answers;

    /// @param socket  which is made
    /// @param answers from `method params` to `"result":…` or `"error":…`; null ends the connection
    ScriptedMonitor(Path socket, UnaryOperator<String> answers) throws IOException {
        this.socket = socket;
        this.answers = answers;
        listener.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::serve);
    }

    MonitorAddress address() {
        return new MonitorAddress.Unix(socket);
    }

    private void serve() {
        while (listener.isOpen()) {
            try (SocketChannel client = listener.accept()) {
                say(client, "{\"jsonrpc\":\"2.0\",\"method\":\"hello\",\"params\":" + hello + "}");
                BufferedReader lines = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
                for (String line = lines.readLine(); line != null && answer(client, line); line = lines.readLine()) {
                    // goes on
                }
            } catch (IOException e) {
                // the next one
            }
        }
    }

    private boolean answer(SocketChannel client, String line) throws IOException {
        Matcher call = CALL.matcher(line);
        if (!call.find()) {
            throw new IOException(line);
        }
        calls.add(call.group(2) + " " + call.group(3));
        String answer = answers.apply(calls.getLast());
        if (answer != null) {
            say(client, "{\"jsonrpc\":\"2.0\",\"id\":" + call.group(1) + "," + answer + "}");
        }
        return answer != null;
    }

    private static void say(SocketChannel client, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
