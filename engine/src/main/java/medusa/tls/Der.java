package medusa.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// As much of DER (X.690) as makes one kind of certificate, and turns the two older formats of a private key into PKCS#8, the
/// one that Java reads.
final class Der {
    static final int BITS = 0x03;
    static final int OCTETS = 0x04;
    private static final int INTEGER = 0x02;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    /// `[0]` of an ECPrivateKey (RFC 5915 §3): the curve.
    private static final int CURVE = 0xa0;
    private static final byte[] VERSION_0 = integer(BigInteger.ZERO);
    private static final byte[] RSA = bytes("300d06092a864886f70d0101010500");
    private static final byte[] EC = bytes("06072a8648ce3d0201");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    /// From this year on a time is written with four digits (RFC 5280 §4.1.2.5).
    private static final int FOUR_DIGITS = 2050;

    private Der() {}

    /// A key of PKCS#1 (RFC 8017 §A.1.2) in PKCS#8 (RFC 5958).
    static byte[] rsaToPkcs8(byte[] key) {
        return sequence(VERSION_0, RSA, element(OCTETS, key));
    }

    /// A key of SEC 1 (RFC 5915) in PKCS#8.
    ///
    /// @param parameters the curve, for a key that does not name it
    /// @throws IllegalArgumentException if it is no such key
    static byte[] ecToPkcs8(byte[] key, Optional<byte[]> parameters) {
        byte[] curve = curve(key).or(() -> parameters)
                .orElseThrow(() -> new IllegalArgumentException("it names no curve"));
        return sequence(VERSION_0, sequence(EC, curve), element(OCTETS, key));
    }

    private static Optional<byte[]> curve(byte[] key) {
        try {
            ByteBuffer fields = ByteBuffer.wrap(content(ByteBuffer.wrap(key), SEQUENCE));
            while (fields.hasRemaining()) {
                boolean curve = (fields.get(fields.position()) & 0xff) == CURVE;
                byte[] field = content(fields, -1);
                if (curve) {
                    return Optional.of(field);
                }
            }
            return Optional.empty();
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("it ends too early", e);
        }
    }

    /// The content of the next element, which must have this tag unless it is negative.
    private static byte[] content(ByteBuffer in, int tag) {
        int found = in.get() & 0xff;
        int length = in.get() & 0xff;
        if (length >= 0x80) {
            int bytes = length - 0x80;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | in.get() & 0xff;
            }
        }
        if (tag >= 0 && found != tag || length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("it is not in DER");
        }
        byte[] content = new byte[length];
        in.get(content);
        return content;
    }

    static byte[] sequence(byte[]... parts) {
        return element(SEQUENCE, parts);
    }

    static byte[] integer(BigInteger value) {
        return element(INTEGER, value.toByteArray());
    }

    static byte[] time(Instant instant) {
        String text = TIME.format(instant);
        boolean four = instant.atOffset(ZoneOffset.UTC).getYear() >= FOUR_DIGITS;
        return element(four ? GENERALIZED_TIME : UTC_TIME,
                (four ? text : text.substring(2)).getBytes(StandardCharsets.US_ASCII));
    }

    /// A string of whole bytes.
    static byte[] bits(byte[] value) {
        return element(BITS, new byte[1], value);
    }

    static byte[] element(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(length >> shift);
            }
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
