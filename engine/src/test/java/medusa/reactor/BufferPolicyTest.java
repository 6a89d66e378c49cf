package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;

import medusa.reactor.BufferPolicy.Bounds;
import medusa.reactor.BufferPolicy.Rule;

class BufferPolicyTest {
    private static final Bounds SMALL = new Bounds(1024, 4096);
    private static final Bounds LARGE = new Bounds(64 << 10, 1 << 20);

    @Test
    void theFirstRuleThatMatchesWins() {
        BufferPolicy policy = new BufferPolicy(SMALL, List.of(
                new Rule(AddressRange.parse("10.1.0.0/16"), null, new Bounds(512, 512)),
                new Rule(AddressRange.parse("10.0.0.0/8"), null, LARGE),
                new Rule(null, ".example.org", LARGE)));
        assertThat(policy.boundsFor(InetAddress.ofLiteral("10.1.2.3"), null)).isEqualTo(new Bounds(512, 512));
        assertThat(policy.boundsFor(InetAddress.ofLiteral("10.2.2.3"), null)).isEqualTo(LARGE);
        assertThat(policy.boundsFor(InetAddress.ofLiteral("192.0.2.1"), null)).isEqualTo(SMALL);
        assertThat(policy.boundsFor(InetAddress.ofLiteral("192.0.2.1"), "ftp.Example.org")).isEqualTo(LARGE);
        assertThat(policy.boundsFor(InetAddress.ofLiteral("192.0.2.1"), "notexample.org")).isEqualTo(SMALL);
        assertThat(policy.boundsFor(null, null)).isEqualTo(SMALL);
    }

    @Test
    void aSizeGrowsAndShrinksWithHysteresisWithinItsBounds() {
        BufferSize size = new BufferSize(SMALL);
        size.used(1024);
        assertThat(size.bytes()).as("after one full buffer").isEqualTo(1024);
        size.used(1024);
        assertThat(size.bytes()).isEqualTo(2048);
        size.used(2048);
        size.used(1000);
        size.used(2048);
        assertThat(size.bytes()).as("full ones that do not follow each other").isEqualTo(2048);
        for (int i = 0; i < 10; i++) {
            size.used(Integer.MAX_VALUE);
        }
        assertThat(size.bytes()).isEqualTo(4096);
        for (int i = 0; i < 3; i++) {
            size.used(10);
        }
        assertThat(size.bytes()).as("after three sparse ones").isEqualTo(4096);
        size.used(10);
        assertThat(size.bytes()).isEqualTo(2048);
        for (int i = 0; i < 20; i++) {
            size.used(0);
        }
        assertThat(size.bytes()).isEqualTo(1024);
        size.bound(new Bounds(8192, 8192));
        assertThat(size.bytes()).isEqualTo(8192);
    }

    @Test
    void aRuleByNameTakesEffectOnceTheNameIsKnown() throws Exception {
        var options = ReactorOptions.DEFAULT.withNames(address -> "desk.example.org");
        try (Bench bench = new Bench(options)) {
            Channel channel = new Channel() {
                @Override
                protected void received(ByteBuffer data) {
                    push(data);
                }
            };
            var policy = new BufferPolicy(SMALL, List.of(new Rule(null, ".example.org", LARGE)));
            bench.connect(
                    bench.listen(new Acceptor.Options(64, ChannelLimits.DEFAULT, policy, ConnectionLimits.none(), ""),
                            () -> channel));
            bench.until("the name", () -> channel.isOpen() && channel.link().snapshot().outSize() == LARGE.floor());
            assertThat(channel.link().snapshot().inSize()).isEqualTo(LARGE.floor());
        }
    }

    @Test
    void thePoolKeepsWhatItMayAndKnowsWhatItLent() {
        BufferPool pool = new BufferPool(3000);
        ByteBuffer a = pool.borrow(1);
        ByteBuffer b = pool.borrow(1025);
        ByteBuffer c = pool.borrow(2000);
        assertThat(a.capacity()).isEqualTo(512);
        assertThat(b.capacity()).isEqualTo(2048);
        assertThat(pool.figures()).isEqualTo(new BufferPool.Figures(512 + 2048 + 2048, 0, 3000, 3));
        pool.giveBack(a);
        pool.giveBack(b);
        pool.giveBack(c);
        assertThat(pool.figures()).as("one of the large ones was beyond the ceiling")
                .isEqualTo(new BufferPool.Figures(0, 512 + 2048, 3000, 3));
        assertThat(pool.borrow(2048)).isSameAs(b);
        assertThat(pool.borrow(3 << 20).capacity()).isEqualTo(3 << 20);
    }

    @Test
    void aBufferGivenBackTwiceIsCaught() {
        BufferPool pool = new BufferPool(1 << 20);
        ByteBuffer buffer = pool.borrow(512);
        pool.giveBack(buffer);
        assertThatThrownBy(() -> pool.giveBack(buffer)).isInstanceOf(AssertionError.class);
    }

    @Test
    void theLimitOnDescriptorsIsReadFromTheSystemsTable() {
        assertThat(Descriptors
                .limitIn(List.of("Limit                     Soft Limit           Hard Limit           Units     ",
                        "Max processes             95990                95990                processes ",
                        "Max open files            1024                 20000                files     ")))
                .hasValue(1024);
        assertThat(Descriptors
                .limitIn(List.of("Max open files            unlimited            unlimited            files")))
                .isEmpty();
        assertThat(Descriptors.limitIn(List.of())).isEmpty();
    }
}
