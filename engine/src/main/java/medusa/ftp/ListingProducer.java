package medusa.ftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import medusa.producer.Producer;

/// A listing as it goes over a data connection: each line with the network's end, whatever TYPE has set. Since to make a line may block it
/// is for a [medusa.producer.OffloadedProducer].
final class ListingProducer implements Producer {
    private final Lines lines;
    private ByteBuffer line = ByteBuffer.allocate(0);

    /// @param lines closed with it
    ListingProducer(Lines lines) {
        this.lines = lines;
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        try {
            while (into.hasRemaining()) {
                if (!line.hasRemaining()) {
                    if (!lines.hasNext()) {
                        return Next.END;
                    }
                    line = ByteBuffer.wrap((lines.next() + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                }
                int count = Math.min(line.remaining(), into.remaining());
                into.put(line.slice(line.position(), count));
                line.position(line.position() + count);
            }
            return Next.MORE;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        lines.close();
    }

    @Override
    public String name() {
        return "listing";
    }
}
