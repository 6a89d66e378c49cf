package medusa.reactor;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// What a proxy says of a connection before anything else, by the PROXY protocol, version 1 (a line) or 2 (binary).
///
/// @param client null where the proxy speaks for itself, as when it looks whether the server is there
record ProxyHeader(InetSocketAddress client) {
    /// The longest header that is taken; version 2 allows more, but nobody sends that.
    static final int LONGEST = 4 << 10;

    private static final byte[] LINE = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_LINE = 107;
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int FIXED = 16;
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int OVER_TCP4 = 0x11;
    private static final int OVER_TCP6 = 0x21;
    private static final int OVER_UNIX = 0x31;
    private static final int UNIX_ADDRESSES = 216;
    private static final int CHECKSUM = 3;

    private static final Pattern PORT = Pattern.compile("0|[1-9]\\d{0,4}");
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /// Reads a header, and leaves `data` behind it.
    ///
    /// @return null if the rest has yet to come; nothing is taken then
    /// @throws ProtocolException if this is none
    static ProxyHeader parse(ByteBuffer data) throws ProtocolException {
        if (begins(data, LINE)) {
            return line(data);
        }
        if (begins(data, SIGNATURE)) {
            return data.remaining() < FIXED ? null : binary(data);
        }
        throw new ProtocolException("no PROXY header");
    }

    /// As far as it is there.
    private static boolean begins(ByteBuffer data, byte[] with) {
        int length = Math.min(with.length, data.remaining());
        return data.slice(data.position(), length).equals(ByteBuffer.wrap(with, 0, length));
    }

    // ---- version 1 ----

    private static ProxyHeader line(ByteBuffer data) throws ProtocolException {
        int end = data.position();
        int last = Math.min(data.limit(), data.position() + LONGEST_LINE);
        while (end < last && data.get(end) != '\n') {
            end++;
        }
        if (end == last) {
            if (last - data.position() == LONGEST_LINE) {
                throw new ProtocolException("a PROXY line without an end");
            }
            return null;
        }
        byte[] bytes = new byte[end + 1 - data.position()];
        data.get(bytes);
        String text = new String(bytes, StandardCharsets.US_ASCII);
        if (!text.endsWith("\r\n")) {
            throw new ProtocolException("a PROXY line that ends in LF alone");
        }
        return words(text.substring(0, text.length() - 2).split(" ", -1));
    }

    private static ProxyHeader words(String[] words) throws ProtocolException {
        if (words[1].equals("UNKNOWN")) {
            return new ProxyHeader(null); // whatever follows is to be ignored
        }
        boolean four = words[1].equals("TCP4");
        if (words.length != 6 || !four && !words[1].equals("TCP6")) {
            throw new ProtocolException("a malformed PROXY line");
        }
        address(words[3], four);
        port(words[5]);
        return new ProxyHeader(new InetSocketAddress(address(words[2], four), port(words[4])));
    }

    private static InetAddress address(String text, boolean four) throws ProtocolException {
        try {
            if ((four ? V4 : V6).matcher(text).matches()) {
                return InetAddress.ofLiteral(text);
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new ProtocolException("a PROXY line with a malformed address");
    }

    private static int port(String text) throws ProtocolException {
        if (!PORT.matcher(text).matches() || Integer.parseInt(text) > 65535) {
            throw new ProtocolException("a PROXY line with a malformed port");
        }
        return Integer.parseInt(text);
    }

    // ---- version 2 ----

    private static ProxyHeader binary(ByteBuffer data) throws ProtocolException {
        int start = data.position();
        int command = data.get(start + 12) & 0xff;
        int length = data.getShort(start + 14) & 0xffff;
        if (command != LOCAL && command != PROXY) {
            throw new ProtocolException("a PROXY header of an unknown version or command");
        }
        if (FIXED + length > LONGEST) {
            throw new ProtocolException("a PROXY header of " + length + " bytes");
        }
        if (data.remaining() < FIXED + length) {
            return null;
        }
        byte[] header = new byte[FIXED + length];
        data.get(header);
        return command == LOCAL ? new ProxyHeader(null) : proxied(header);
    }

    private static ProxyHeader proxied(byte[] header) throws ProtocolException {
        int family = header[13] & 0xff;
        int size = switch (family) {
            case 0 -> 0;
            case OVER_TCP4 -> 4;
            case OVER_TCP6 -> 16;
            case OVER_UNIX -> UNIX_ADDRESSES / 2;
            default -> throw new ProtocolException("a PROXY header for another transport than TCP");
        };
        boolean internet = family == OVER_TCP4 || family == OVER_TCP6;
        int addresses = FIXED + 2 * size + (internet ? 4 : 0);
        if (header.length < addresses) {
            throw new ProtocolException("a PROXY header without its addresses");
        }
        if (family == 0) {
            return new ProxyHeader(null); // whatever follows is to be ignored
        }
        checkFields(header, addresses);
        if (!internet) {
            return new ProxyHeader(null);
        }
        int port = ByteBuffer.wrap(header).getShort(FIXED + 2 * size) & 0xffff;
        return new ProxyHeader(new InetSocketAddress(address(header, size), port));
    }

    private static InetAddress address(byte[] header, int size) {
        byte[] bytes = Arrays.copyOfRange(header, FIXED, FIXED + size);
        try {
            return size == 4 ? Inet4Address.getByAddress(bytes) : Inet6Address.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // the length is right
        }
    }

    /// What is said besides the addresses does not matter here, but it has to be well formed, and its checksum right.
    private static void checkFields(byte[] header, int from) throws ProtocolException {
        int at = from;
        while (at < header.length) {
            int end = at + 3 > header.length ? at + 3 : at + 3 + (ByteBuffer.wrap(header).getShort(at + 1) & 0xffff);
            if (end > header.length) {
                throw new ProtocolException("a PROXY header with a field cut off");
            }
            if (header[at] == CHECKSUM && !isChecksum(header, at + 3, end)) {
                throw new ProtocolException("a PROXY header with a wrong checksum");
            }
            at = end;
        }
    }

    /// Over the whole header, with zeros in the checksum's own place.
    private static boolean isChecksum(byte[] header, int from, int to) {
        if (to - from != 4) {
            return false;
        }
        byte[] zeroed = header.clone();
        Arrays.fill(zeroed, from, to, (byte) 0);
        CRC32C sum = new CRC32C();
        sum.update(zeroed);
        return ByteBuffer.wrap(header).getInt(from) == (int) sum.getValue();
    }

    /// Reads the header of one connection, piece by piece, and keeps what has come behind it.
    static final class Intake {
        private final InputBuffer buffer;

        Intake(BufferPool pool) {
            buffer = new InputBuffer(pool);
        }

        /// @param shared to read into
        /// @return null if the rest has yet to come
        /// @throws IOException if there is no header, or the connection fails
        ProxyHeader read(SocketWire socket, ByteBuffer shared) throws IOException {
            ByteBuffer data = buffer.toReadInto(shared, LONGEST, LONGEST);
            boolean ended = socket.read(data) < 0;
            data.flip();
            ProxyHeader header = data.hasRemaining() ? parse(data) : null;
            buffer.keepRest(data);
            if (header == null && ended) {
                throw new ProtocolException("the proxy ended the connection before its header");
            }
            return header;
        }

        /// What has come behind the header.
        InputBuffer rest() {
            return buffer;
        }

        void drop() {
            buffer.drop();
        }
    }
}
