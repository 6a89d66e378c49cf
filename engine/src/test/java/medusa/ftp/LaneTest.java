package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose work is done when.
class LaneTest {
    private static final int MOST = 3;

    @TempDir
    Path root;
    private FtpBench ftp;
    private final Lane lane = new Lane("lane-test", 1, MOST);
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch gate = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
    }

    @AfterEach
    void stop() throws Exception {
        gate.countDown();
        ftp.close();
    }

    private FtpSession session(String address) throws IOException {
        ftp.connectFrom(address);
        return List.copyOf(ftp.ftp.sessions()).getLast();
    }

    /// The only thread has something to do until the gate opens.
    private void occupy(FtpSession session) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        lane.begin(session, () -> {
            begun.countDown();
            await(gate);
        });
        await(begun);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What is done once the gate is open, in its order.
    private List<String> all(FtpSession last) {
        CountDownLatch end = new CountDownLatch(1);
        lane.of(last).execute(end::countDown);
        gate.countDown();
        await(end);
        return done;
    }

    private Runnable job(String name) {
        return () -> done.add(name);
    }

    @Test
    void customersTakeTurns() throws Exception {
        FtpSession one = session("127.0.0.1");
        FtpSession two = session("127.0.0.2");
        occupy(one);
        for (int i = 1; i <= MOST; i++) {
            lane.begin(one, job("one " + i));
        }
        lane.begin(two, job("two 1"));
        lane.begin(session("127.0.0.2"), job("two 2"));
        assertThat(all(one)).containsExactly("one 1", "two 1", "one 2", "two 2", "one 3");
    }

    @Test
    void moreOfOneCustomerIsRefused() throws Exception {
        FtpSession one = session("127.0.0.1");
        occupy(one);
        for (int i = 1; i <= MOST; i++) {
            lane.begin(one, job("one"));
        }
        FtpSession again = session("127.0.0.1");
        assertThatExceptionOfType(FtpException.class).isThrownBy(() -> lane.begin(again, job("one too many")))
                .satisfies(e -> assertThat(e.reply()).isEqualTo(
                        FtpReply.of(450, "The server is busy; try again soon.")));
        lane.of(again).execute(job("a piece"));
        lane.begin(session("127.0.0.2"), job("two"));
        assertThat(all(one)).containsExactly("one", "two", "one", "one", "a piece");
        lane.begin(again, job("later"));
    }

    @Test
    void whatIsWithdrawnIsNotDone() throws Exception {
        FtpSession one = session("127.0.0.1");
        occupy(one);
        Runnable unwanted = job("unwanted");
        lane.begin(one, job("first"));
        lane.begin(one, unwanted);
        lane.begin(one, job("last"));
        lane.withdraw(one, unwanted);
        lane.begin(one, job("instead"));
        FtpSession two = session("127.0.0.2");
        lane.begin(two, unwanted);
        lane.withdraw(two, unwanted);
        lane.withdraw(two, unwanted);
        assertThat(all(one)).containsExactly("first", "last", "instead");
    }
}
