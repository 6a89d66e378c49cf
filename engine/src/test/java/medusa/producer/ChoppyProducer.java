package medusa.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;

/// Known bytes in random pieces with stalls in between. It holds its caller to the contract, and it wakes in the meanest
/// allowed moments: during the call that stalls, or between two calls. A wake-up comes once for each stall.
final class ChoppyProducer implements Producer {

    private final ByteBuffer data;
    private final Random random;
    private final double stalls;
    private Runnable wake;
    private boolean asleep;
    private boolean ended;
    private int closes;

    ChoppyProducer(byte[] data, Random random, double stalls) {
        this.data = ByteBuffer.wrap(data);
        this.random = random;
        this.stalls = stalls;
    }

    @Override
    public Next more(ByteBuffer into) {
        assertThat(into.remaining()).isGreaterThanOrEqualTo(MIN_ROOM);
        assertThat(closes).isZero();
        if (ended) {
            return Next.END;
        }
        if (asleep) {
            return Next.STALLED; // asked too early, which is allowed
        }
        boolean stall = random.nextDouble() < stalls;
        put(into, stall);
        if (stall) {
            asleep = true;
            if (random.nextBoolean()) {
                tick();
            }
            return Next.STALLED;
        }
        ended = !data.hasRemaining();
        return ended ? Next.END : Next.MORE;
    }

    /// Time passes: a stall may end.
    void tick() {
        if (asleep) {
            asleep = false;
            wake.run();
        }
    }

    int closes() {
        return closes;
    }

    @Override
    public void wakeWith(Runnable newWake) {
        assertThat(wake).as("wakeWith is called once").isNull();
        wake = newWake;
    }

    @Override
    public void close() {
        closes++;
    }

    @Override
    public String name() {
        return "choppy";
    }

    private void put(ByteBuffer into, boolean stall) {
        int most = Math.min(into.remaining(), data.remaining());
        int least = stall ? 0 : Math.min(1, most);
        int count = switch (random.nextInt(3)) {
            case 0 -> least;
            case 1 -> Math.max(least, random.nextInt(Math.min(most, 40) + 1));
            default -> most;
        };
        byte[] piece = new byte[count];
        data.get(piece);
        into.put(piece);
    }
}
