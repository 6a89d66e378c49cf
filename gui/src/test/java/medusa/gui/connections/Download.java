package medusa.gui.connections;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;

/// Somebody who fetches a file over HTTP as slowly as the test wants.
final class Download implements AutoCloseable {
    private final Socket socket = new Socket();

    /// @param server `127.0.0.1:43210`
    Download(String server, String path) throws IOException {
        int colon = server.lastIndexOf(':');
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 64 << 10); // so that the rest waits at the server
        socket.connect(new InetSocketAddress(server.substring(0, colon),
                Integer.parseInt(server.substring(colon + 1))));
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    /// As the server calls it.
    String peer() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /// Reads up to so many bytes.
    ///
    /// @return how many have come before the end
    long read(long bytes) {
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            long done = 0;
            while (done < bytes) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, bytes - done));
                if (read < 0) {
                    return done;
                }
                done += read;
            }
            return done;
        } catch (IOException e) {
            return -1; // broken off
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
