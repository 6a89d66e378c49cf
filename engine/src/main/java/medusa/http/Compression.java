package medusa.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import medusa.producer.BytesProducer;
import medusa.producer.CompressingProducer;
import medusa.producer.HookedProducer;
import medusa.producer.OffloadedProducer;
import medusa.producer.Producer;

/// Makes gzip of what a server sends, on few threads of its own. What is compressed at once is bounded: whoever comes later
/// gets the answer as it is, so that a flood of requests costs bandwidth and not the processor.
///
/// An answer that holds a secret next to what the client has chosen must not be compressed: over TLS its length would give
/// the secret away, piece by piece (BREACH). So nothing is compressed unless its extension says so.
public final class Compression {
    /// Below this, in bytes, the head of the answer is most of it.
    public static final int WORTH = 1 << 10;

    /// Each holds about 300 KiB until its client has read to the end.
    static final int MOST = 32;

    private static final int THREADS = 2;
    private static final int BLOCK = 32 << 10;
    /// zlib's own choice. It is the same for every answer, so that equal files become equal bytes under equal tags.
    private static final int LEVEL = 6;

    /// Besides `text/…`, `…+xml`, `…+json` and `…+text`.
    private static final Set<String> TYPES = Set.of("application/json", "application/ld+json", "application/javascript",
            "application/xml", "application/wasm", "application/x-ndjson", "application/yaml", "application/toml",
            "application/rtf", "application/postscript", "application/mbox", "application/x-mpegurl",
            "application/vnd.apple.mpegurl", "application/vnd.ms-fontobject", "application/x-pem-file",
            "audio/x-mpegurl", "font/ttf", "font/otf", "font/collection", "image/bmp", "image/vnd.microsoft.icon",
            "message/rfc822", "model/obj", "model/gltf-binary");
    private static final Set<String> SUFFIXES = Set.of("xml", "json", "text", "yaml");

    private final ThreadPoolExecutor workers;
    private final Executor home;
    private final AtomicInteger running = new AtomicInteger();

    /// @param home runs on the reactor thread
    Compression(Executor home) {
        this.home = home;
        workers = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("medusa-http-compressor-", 0).factory());
        workers.allowCoreThreadTimeOut(true);
    }

    /// Whether bytes of such a type become notably smaller.
    ///
    /// @param contentType the value of a `Content-Type` field
    public static boolean suits(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = Headers.trim(semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .toLowerCase(Locale.ROOT);
        return type.startsWith("text/") || TYPES.contains(type)
                || SUFFIXES.contains(type.substring(type.lastIndexOf('+') + 1)) && type.indexOf('+') > 0;
    }

    /// Whether another one may begin. Reactor thread only.
    public boolean hasRoom() {
        return running.get() < MOST;
    }

    /// `body` as gzip, to be given to [HttpReply#stream]. The body is asked for its bytes on the workers, and must not be used
    /// by anybody else meanwhile; it is closed on the reactor thread. Reactor thread only, and only where there is room.
    public Producer gzip(Producer body) {
        running.incrementAndGet();
        return new HookedProducer(new OffloadedProducer(CompressingProducer.gzip(body, LEVEL), workers, home, BLOCK),
                (bytes, complete) -> running.decrementAndGet());
    }

    /// Makes gzip of what is in memory, on a worker, and hands it over on the reactor thread. Reactor thread only, and only
    /// where there is room.
    ///
    /// @param body from its position to its limit; not changed by anybody
    /// @param then gets a direct buffer, or null if the result would be no smaller or could not be made
    public void gzip(ByteBuffer body, Consumer<ByteBuffer> then) {
        running.incrementAndGet();
        workers.execute(() -> {
            ByteBuffer smaller = smaller(body.duplicate());
            home.execute(() -> {
                running.decrementAndGet();
                then.accept(smaller);
            });
        });
    }

    /// The very bytes that the other way makes, since the same tag stands for them.
    private static ByteBuffer smaller(ByteBuffer body) {
        int size = body.remaining();
        Producer gzip = CompressingProducer.gzip(new BytesProducer(body), LEVEL);
        try {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            ByteBuffer whole = ByteBuffer.allocate(size);
            Producer.Next next = Producer.Next.MORE;
            while (next == Producer.Next.MORE) {
                next = gzip.more(block.clear());
                if (block.flip().remaining() >= whole.remaining()) {
                    return null;
                }
                whole.put(block);
            }
            return ByteBuffer.allocateDirect(whole.flip().remaining()).put(whole).flip().asReadOnlyBuffer();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return null; // it can be sent as it is
        } finally {
            gzip.close();
        }
    }
}
