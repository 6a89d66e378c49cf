package medusa.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every producer, alone and nested, in buffers of many sizes, with random pieces and stalls inside.
class ProducerContractTest {

    private static final int[] ROOMS = {Producer.MIN_ROOM, 257, 263, 268, 269, 300, 511, 1000, 4096, 65536};
    private static final int SEEDS = 6;

    @TempDir
    static Path folder;

    /// Undoes a producer's coding.
    private interface Decoder {
        byte[] decode(byte[] bytes) throws IOException;
    }

    /// Makes one producer, ready to be driven.
    private interface Kind {
        Run make(World world) throws IOException;
    }

    private record Run(Producer producer, byte[] expected, Decoder decoder) {
        Run(Producer producer, byte[] expected) {
            this(producer, expected, bytes -> bytes);
        }
    }

    /// The sources of one run, with what is checked about them afterwards.
    private static final class World {
        final Random random;
        final byte[] data;
        final List<ChoppyProducer> sources = new ArrayList<>();
        final List<FileChannel> files = new ArrayList<>();
        final List<Runnable> ticks = new ArrayList<>();
        int hooks;

        World(Random random) {
            this.random = random;
            this.data = new byte[switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> 1 + random.nextInt(300);
                default -> random.nextInt(60_000);
            }];
            for (int i = 0; i < data.length; i++) {
                // Compressible, with the bytes that escaping and chunking care for.
                data[i] = random.nextInt(10) == 0 ? (byte) random.nextInt() : (byte) "\r\n.a".charAt(random.nextInt(4));
            }
        }

        ChoppyProducer choppy(byte[] bytes) {
            ChoppyProducer source = new ChoppyProducer(bytes, random, random.nextInt(3) * 0.3);
            sources.add(source);
            ticks.add(source::tick);
            return source;
        }

        FileProducer file(byte[] bytes) throws IOException {
            Path path = Files.createTempFile(folder, "file", "");
            Files.write(path, concat("before".getBytes(StandardCharsets.US_ASCII), bytes, new byte[7]));
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
            files.add(channel);
            return new FileProducer(channel, 6, bytes.length);
        }

        OutputStreamProducer stream(byte[] bytes) {
            OutputStreamProducer producer = new OutputStreamProducer(1 + random.nextInt(3000));
            int[] at = new int[1];
            ticks.add(() -> write(producer, bytes, at));
            return producer;
        }

        private void write(OutputStreamProducer producer, byte[] bytes, int[] at) {
            try {
                if (at[0] < bytes.length) {
                    at[0] += producer.offer(bytes, at[0], 1 + random.nextInt(bytes.length - at[0]));
                } else {
                    producer.stream().close();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        HookedProducer hooked(Producer inner, int expected) {
            return new HookedProducer(inner, (bytes, complete) -> {
                hooks++;
                assertThat(bytes).isEqualTo(expected);
                assertThat(complete).isTrue();
            });
        }

        /// Parts of every kind, the pieces of `data` between them.
        Producer sequence() throws IOException {
            byte[][] cut = new byte[6][];
            int from = 0;
            for (int i = 0; i < cut.length; i++) {
                int to = i == cut.length - 1 ? data.length : from + random.nextInt(data.length - from + 1) / 2;
                cut[i] = Arrays.copyOfRange(data, from, to);
                from = to;
            }
            Producer known = new CompositeProducer(file(cut[2]), new BytesProducer(directCopy(cut[3])), file(cut[4]));
            return new CompositeProducer(List.of(new BytesProducer(cut[0]), choppy(cut[1]), known, new BytesProducer(
                    directCopy(cut[5]))));
        }
    }

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("bytes on the heap", w -> new Run(new BytesProducer(w.data), w.data)),
            Map.entry("bytes in a range",
                    w -> new Run(new BytesProducer(concat(new byte[3], w.data, new byte[4]), 3, w.data.length),
                            w.data)),
            Map.entry("bytes, direct", w -> new Run(new BytesProducer(directCopy(w.data)), w.data)),
            Map.entry("buffers", w -> new Run(new BufferListProducer(split(w)), w.data)),
            Map.entry("lines", ProducerContractTest::lines),
            Map.entry("file", w -> new Run(w.file(w.data), w.data)),
            Map.entry("stream", w -> new Run(w.stream(w.data), w.data)),
            Map.entry("sequence", w -> new Run(w.sequence(), w.data)),
            Map.entry("gathered", w -> new Run(new GatheringProducer(w.choppy(w.data)), w.data)),
            Map.entry("gathered sequence", w -> new Run(new GatheringProducer(w.sequence()), w.data)),
            Map.entry("hooked", w -> new Run(w.hooked(w.choppy(w.data), w.data.length), w.data)),
            Map.entry("hooked file", w -> new Run(w.hooked(w.file(w.data), w.data.length), w.data)),
            Map.entry("hooked buffer",
                    w -> new Run(w.hooked(new BytesProducer(directCopy(w.data)), w.data.length), w.data)),
            Map.entry("hooked sequence", w -> new Run(w.hooked(w.sequence(), w.data.length), w.data)),
            Map.entry("chunked",
                    w -> new Run(new ChunkedProducer(w.choppy(w.data)), w.data, b -> Decoders.unchunk(b, ""))),
            Map.entry("chunked with trailers", ProducerContractTest::chunkedWithTrailers),
            Map.entry("deflate", w -> new Run(CompressingProducer.deflate(w.choppy(w.data), 1 + w.random.nextInt(9)),
                    w.data, Decoders::inflate)),
            Map.entry("gzip", w -> new Run(CompressingProducer.gzip(w.choppy(w.data), 1 + w.random.nextInt(9)), w.data,
                    Decoders::gunzip)),
            Map.entry("escaped",
                    w -> new Run(new EscapingProducer(w.choppy(w.data)), w.data, Decoders::unstuff)),
            Map.entry("offloaded",
                    w -> new Run(new OffloadedProducer(w.choppy(w.data), Runnable::run, Runnable::run, 300), w.data)),
            Map.entry("chunked, offloaded gzip",
                    w -> new Run(
                            new ChunkedProducer(new OffloadedProducer(CompressingProducer.gzip(w.stream(w.data), 6),
                                    Runnable::run, Runnable::run, 5000)),
                            w.data,
                            b -> Decoders.gunzip(Decoders.unchunk(b, "")))),
            Map.entry("gathered, chunked, gzip, stream",
                    w -> new Run(
                            new GatheringProducer(new ChunkedProducer(CompressingProducer.gzip(w.stream(w.data), 5))),
                            w.data, b -> Decoders.gunzip(Decoders.unchunk(b, "")))),
            Map.entry("chunked, deflate, escaped, sequence",
                    w -> new Run(
                            new ChunkedProducer(CompressingProducer.deflate(new EscapingProducer(w.sequence()), 9)),
                            w.data, b -> Decoders.unstuff(Decoders.inflate(Decoders.unchunk(b, ""))))));

    static Stream<Arguments> kindsAndRooms() {
        return KINDS.keySet().stream().sorted()
                .flatMap(kind -> Arrays.stream(ROOMS).mapToObj(room -> Arguments.of(kind, room)));
    }

    @ParameterizedTest(name = "{0} in {1} bytes")
    @MethodSource("kindsAndRooms")
    void givesItsBytesByCopying(String kind, int room) throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            drive(kind, room, seed, Drive::copying);
        }
    }

    @ParameterizedTest(name = "{0} in {1} bytes")
    @MethodSource("kindsAndRooms")
    void givesItsBytesWithoutCopying(String kind, int room) throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            drive(kind, room, seed, Drive::direct);
        }
    }

    @ParameterizedTest
    @MethodSource("kindsWithoutHook")
    void closesEverythingOnceWhenTheChannelClosesFirst(String kind) throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            World world = new World(new Random(seed));
            Producer producer = KINDS.get(kind).make(world).producer();
            Drive drive = new Drive(producer, () -> world.ticks.forEach(Runnable::run), Producer.MIN_ROOM,
                    world.random);
            for (int i = 0; i < seed && drive.step() != Producer.Next.END; i++) {
                assertThat(producer.name()).isNotBlank();
            }
            producer.close();
            producer.close();
            assertClosed(world);
        }
    }

    /// The hooks of the others insist on a complete run.
    static Stream<String> kindsWithoutHook() {
        return KINDS.keySet().stream().filter(kind -> !kind.startsWith("hooked")).sorted();
    }

    private interface Way {
        byte[] bytes(Drive drive) throws IOException;
    }

    private static void drive(String kind, int room, int seed, Way way) throws IOException {
        World world = new World(new Random(31L * seed + room));
        Run run = KINDS.get(kind).make(world);
        Drive drive = new Drive(run.producer, () -> world.ticks.forEach(Runnable::run), room, world.random);
        byte[] bytes = way.bytes(drive);
        assertThat(run.decoder.decode(bytes)).as("seed %d", seed).isEqualTo(run.expected);
        assertThat(run.producer.name()).isNotBlank();
        run.producer.close();
        run.producer.close();
        assertClosed(world);
        assertThat(world.hooks).isEqualTo(kind.startsWith("hooked") ? 1 : 0);
    }

    private static void assertClosed(World world) {
        assertThat(world.sources).allSatisfy(source -> assertThat(source.closes()).isEqualTo(1));
        assertThat(world.files).noneMatch(FileChannel::isOpen);
    }

    private static Run lines(World world) {
        List<String> lines = new ArrayList<>();
        for (int i = world.random.nextInt(60); i > 0; i--) {
            int repeats = world.random.nextInt(30) == 0 ? 5000 : world.random.nextInt(30);
            lines.add("añ€😀".repeat(repeats));
        }
        StringBuilder expected = new StringBuilder();
        lines.forEach(line -> expected.append(line).append("\r\n"));
        return new Run(new LinesProducer(lines.iterator()), expected.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Run chunkedWithTrailers(World world) {
        String long1 = "x".repeat(world.random.nextInt(1000));
        Producer producer = new ChunkedProducer(world.choppy(world.data), () -> Map.of("X-Long", long1));
        return new Run(producer, world.data, bytes -> Decoders.unchunk(bytes, "X-Long: " + long1 + "\r\n"));
    }

    private static List<ByteBuffer> split(World world) {
        List<ByteBuffer> buffers = new ArrayList<>();
        int from = 0;
        while (from < world.data.length) {
            int to = from + world.random.nextInt(Math.min(world.data.length - from, 3000) + 1);
            byte[] piece = Arrays.copyOfRange(world.data, from, to);
            buffers.add(world.random.nextBoolean() ? directCopy(piece) : ByteBuffer.wrap(piece));
            from = to;
        }
        return buffers;
    }

    private static ByteBuffer directCopy(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static byte[] concat(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteBuffer all = ByteBuffer.allocate(length);
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }
}
