package medusa.producer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// The bytes of another producer, compressed as they are asked for: [#deflate] in the zlib format (RFC 1950, what HTTP calls
/// `deflate`) or [#gzip] (RFC 1952). When the inner producer stalls, everything so far is flushed, so that the reader can
/// decode it.
///
/// A call takes in a bounded number of bytes, so that compressing something huge and monotonous does not hold up a turn.
/// The compressor's memory outside of the heap, about 256 KiB, is held from the first call of [#more] to [#close].
public final class CompressingProducer extends WrappingProducer {

    /// What one call of [#more] takes in: about 1 ms of work at level 5, up to 20 ms at level 9, as measured. Less would
    /// cost compression, since progress may need a flush.
    private static final int INPUT_PER_CALL = 64 * 1024;
    private static final int SCRATCH = 8 * 1024;
    /// zlib repeats its flush marker of five bytes when a flush finds six bytes or less; gzip's trailer takes eight.
    private static final int SMALL = 8;
    /// Method deflate, no flags, no time, unknown system: so that equal contents compress to equal bytes.
    private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final boolean gzip;
    private final int level;
    private final CRC32 crc = new CRC32();
    private Deflater deflater;
    private ByteBuffer scratch;
    private int flush = Deflater.NO_FLUSH;
    /// Whether the compressor may hold bytes back that the reader has not seen.
    private boolean dirty;
    private boolean ended;

    private CompressingProducer(String name, Producer inner, boolean gzip, int level) {
        super(name, inner);
        if (level < Deflater.BEST_SPEED || level > Deflater.BEST_COMPRESSION) {
            throw new IllegalArgumentException("compression level " + level + " is not within 1 to 9");
        }
        this.gzip = gzip;
        this.level = level;
    }

    /// @param level from 1, the fastest, to 9, the smallest and at worst twenty times slower; 5 suits a reactor
    public static CompressingProducer deflate(Producer inner, int level) {
        return new CompressingProducer("deflate", inner, false, level);
    }

    /// @param level from 1, the fastest, to 9, the smallest and at worst twenty times slower; 5 suits a reactor
    public static CompressingProducer gzip(Producer inner, int level) {
        return new CompressingProducer("gzip", inner, true, level);
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        if (ended) {
            return Next.END;
        }
        int start = into.position();
        open(into);
        int budget = INPUT_PER_CALL;
        boolean stalled = false;
        while (true) {
            deflater.deflate(into, flush);
            if (into.remaining() <= SMALL) {
                return Next.MORE;
            }
            // Room is left, so the compressor has taken its input and given what it was asked to give.
            if (deflater.finished()) {
                finish(into);
                return Next.END;
            }
            if (flush == Deflater.SYNC_FLUSH) {
                flush = Deflater.NO_FLUSH;
                dirty = false;
            }
            if (stalled) {
                return Next.STALLED;
            }
            if (budget > 0) {
                Next next = refill();
                budget -= scratch.remaining();
                stalled = next == Next.STALLED;
                flush = stalled && dirty ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH;
            } else if (into.position() > start) {
                return Next.MORE;
            } else {
                flush = Deflater.SYNC_FLUSH; // all was swallowed without a byte coming out, which MORE promises
            }
        }
    }

    @Override
    public long remaining() {
        return ended ? 0 : -1;
    }

    @Override
    void closing() {
        ended = true;
        scratch = null;
        if (deflater != null) {
            deflater.end();
            deflater = null;
        }
    }

    private void open(ByteBuffer into) {
        if (deflater == null) {
            deflater = new Deflater(level, gzip);
            scratch = ByteBuffer.allocate(SCRATCH);
            if (gzip) {
                into.put(GZIP_HEADER);
            }
        }
    }

    /// Only called when the compressor has taken all of the input before.
    private Next refill() throws IOException {
        Next next = pull(scratch.clear());
        scratch.flip();
        dirty |= scratch.hasRemaining();
        if (gzip) {
            crc.update(scratch.duplicate());
        }
        deflater.setInput(scratch);
        if (next == Next.END) {
            deflater.finish();
        }
        return next;
    }

    private void finish(ByteBuffer into) {
        if (gzip) {
            into.put(littleEndian(crc.getValue())).put(littleEndian(deflater.getBytesRead()));
        }
        ended = true;
    }

    private static ByteBuffer littleEndian(long value) {
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).flip();
    }
}
