package medusa.reactor;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// What a reactor is made with.
///
/// @param nanoClock   the clock of all time limits, in nanoseconds from anywhere; tests turn it by hand
/// @param wallClock   for what people read
/// @param poolCeiling the most bytes of buffers that are kept for reuse
/// @param readBuffer  the size of the buffer that all channels read into; no channel reads more at once
/// @param turnLimit   a turn that takes longer is counted and logged with the reactor's stack
/// @param names       finds a peer's host name on a worker thread, and may block there; returns the address as text when
///                    there is none that leads back to the address
public record ReactorOptions(LongSupplier nanoClock, InstantSource wallClock, long poolCeiling, int readBuffer,
        Duration turnLimit, Function<InetAddress, String> names) {
    /// The system's clocks and names, 64 MiB, 256 KiB, 50 ms.
    public static final ReactorOptions DEFAULT = new ReactorOptions(System::nanoTime, InstantSource.system(), 64 << 20,
            256 << 10, Duration.ofMillis(50), InetAddress::getCanonicalHostName);

    /// The same with another clock for time limits.
    public ReactorOptions withNanoClock(LongSupplier clock) {
        return new ReactorOptions(clock, wallClock, poolCeiling, readBuffer, turnLimit, names);
    }

    /// The same with another size of the pool, in bytes, and another limit on turns.
    public ReactorOptions with(long poolCeiling, Duration turnLimit) {
        return new ReactorOptions(nanoClock, wallClock, poolCeiling, readBuffer, turnLimit, names);
    }

    /// The same with another way to find names.
    public ReactorOptions withNames(Function<InetAddress, String> names) {
        return new ReactorOptions(nanoClock, wallClock, poolCeiling, readBuffer, turnLimit, names);
    }
}
