package medusa.reactor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// The files of Unix-domain sockets.
public final class UnixSockets {
    private UnixSockets() {}

    /// Whether somebody listens at `path`. A server that is busy, or stopped, counts, and is not waited for.
    ///
    /// @throws IOException if there is nothing, or this process may not ask
    public static boolean answers(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (SocketException e) {
            if (!Files.isWritable(path)) {
                throw e;
            }
            return true; // its queue is full
        }
    }

    /// A socket that nobody answers on is what a server has left behind that was killed.
    ///
    /// @return whether there was one, and is none now
    static boolean removeLeftOver(Path path) throws IOException {
        return !answers(path)
                && Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()
                && Files.deleteIfExists(path);
    }
}
