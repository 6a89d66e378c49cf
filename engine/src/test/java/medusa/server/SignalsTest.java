package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SignalsTest {

    @Test
    void drainFirstAndThenEndAtOnce() {
        List<String> calls = new ArrayList<>();
        Signals signals = new Signals(() -> calls.add("drain"), () -> calls.add("reload"),
                status -> calls.add("end " + status));
        signals.received("HUP", 1);
        signals.received("TERM", 15);
        signals.received("HUP", 1);
        signals.received("INT", 2);
        assertThat(calls).containsExactly("reload", "drain", "reload", "end 130");
    }

    @Test
    void surviveWhatTheirReactionThrows() {
        List<String> calls = new ArrayList<>();
        Signals signals = new Signals(() -> calls.add("drain"), () -> {
            throw new IllegalStateException("oops");
        }, status -> calls.add("end " + status));
        signals.received("HUP", 1);
        signals.received("TERM", 15);
        assertThat(calls).containsExactly("drain");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read has no end
    @DisabledOnOs(OS.WINDOWS)
    void reachARealProcess() throws Exception {
        Process child = start();
        try (BufferedReader lines = child.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("ready");
            kill("HUP", child);
            assertThat(lines.readLine()).isEqualTo("reload");
            kill("TERM", child);
            assertThat(lines.readLine()).isEqualTo("drain");
            child.getOutputStream().close();
            assertThat(child.waitFor()).isEqualTo(0);
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read has no end
    @DisabledOnOs(OS.WINDOWS)
    void endARealProcessWhenTheyComeAgain() throws Exception {
        Process child = start();
        try (BufferedReader lines = child.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("ready");
            kill("INT", child);
            assertThat(lines.readLine()).isEqualTo("drain");
            kill("TERM", child);
            assertThat(child.waitFor(50, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isEqualTo(128 + 15);
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read has no end
    @DisabledOnOs(OS.WINDOWS)
    void areGivenBack() throws Exception {
        Process child = start("wait");
        try (BufferedReader lines = child.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("ready");
            kill("TERM", child);
            assertThat(lines.readLine()).isEqualTo("drain");
            child.getOutputStream().write('\n');
            child.getOutputStream().flush();
            assertThat(lines.readLine()).isEqualTo("given back");
            kill("TERM", child);
            // The JVM's own handler ends the process with the number of the signal, without any halt of ours.
            assertThat(child.waitFor()).isEqualTo(128 + 15);
        } finally {
            child.destroyForcibly();
        }
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/env")) && OS.LINUX.isCurrentOs()) {
            // What runs in the background of a shell, or under nohup, ignores signals, and its children with it.
            command.addAll(List.of("/usr/bin/env", "--default-signal=HUP,INT,TERM"));
        }
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                        System.getProperty("java.class.path"), Child.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static void kill(String signal, Process child) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start().waitFor()).isEqualTo(0);
    }

    /// A process that drains until its standard input is closed.
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            Logging.start(ServerConfig.of().log(), System.err);
            CountDownLatch draining = new CountDownLatch(1);
            try (Signals signals = new Signals(() -> {
                System.out.println("drain");
                draining.countDown();
            }, () -> System.out.println("reload"), status -> Runtime.getRuntime().halt(status))) {
                signals.install();
                System.out.println("ready");
                draining.await();
                System.in.read();
            }
            if (arguments.length > 0) {
                System.out.println("given back");
                System.in.read();
            }
            System.exit(0);
        }
    }
}
