package medusa.gui.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is written of what is remembered, and who waits for that.
@Timeout(60)
class PreferencesTest {
    @TempDir
    private Path folder;

    @Test
    void nobodyWaitsForADiskThatIsSlow() throws Exception {
        BlockingQueue<String> begun = new LinkedBlockingQueue<>();
        CountDownLatch disk = new CountDownLatch(1);
        Preferences preferences = new Preferences(folder.resolve("p"), content -> {
            begun.add(new String(content, StandardCharsets.UTF_8));
            try {
                disk.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, Duration.ZERO);
        preferences.put("width", 0);
        assertThat(begun.poll(30, TimeUnit.SECONDS)).contains("width=0");
        for (int width = 1; width <= 100; width++) {
            preferences.put("width", width); // would never return if it waited
        }
        disk.countDown();
        preferences.flush();
        assertThat(begun).singleElement().asString().contains("width=100");
    }

    @Test
    void whatChangesManyTimesIsWrittenOnce() {
        List<String> written = new CopyOnWriteArrayList<>();
        Preferences preferences = new Preferences(folder.resolve("p"),
                content -> written.add(new String(content, StandardCharsets.UTF_8)), Duration.ofDays(1));
        for (int width = 1; width <= 100; width++) {
            preferences.put("width", width);
        }
        preferences.flush();
        assertThat(written).singleElement().asString().contains("width=100");
        preferences.put("width", 7);
        preferences.flush();
        assertThat(written).hasSize(2).last().asString().contains("width=7");
    }

    @Test
    void theNextWindowKnowsIt() {
        Preferences preferences = new Preferences(folder.resolve("new").resolve("p"));
        preferences.put("a", "1");
        preferences.put("b", "2");
        preferences.put("a", null);
        preferences.flush();
        Preferences next = new Preferences(folder.resolve("new").resolve("p"));
        assertThat(next.get("a")).isEmpty();
        assertThat(next.number("b")).contains(2.0);
    }
}
