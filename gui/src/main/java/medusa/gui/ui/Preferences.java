package medusa.gui.ui;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.state.OwnFile;

/// What the window remembers, in one file of the user's. Written a moment after a change, on a thread of its own, so that nobody
/// waits for the disk. What cannot be read or written is only forgotten: nobody should be kept from looking at a server for that.
/// JavaFX thread only, unless it says otherwise.
public final class Preferences {
    private static final Logger log = LoggerFactory.getLogger(Preferences.class);
    private static final int MOST_BYTES = 1 << 20;
    /// What changes many times in a row, such as the width of a column, is written once.
    private static final Duration A_MOMENT = Duration.ofMillis(300);

    /// For the disk, at the end.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Where they are kept.
    interface Store {
        /// May block.
        void write(byte[] content) throws IOException;
    }

    private final Path file;
    private final Store store;
    private final Duration delay;
    private final Map<String, String> values = new TreeMap<>();
    /// Of what follows; never held while something is written.
    private final Object turn = new Object();
    /// The newest, if it is not written yet; else null.
    private Map<String, String> toWrite;
    private boolean writing;
    private boolean hurried;

    /// Those in `file`, which need not be there yet. Blocks for a moment.
    public Preferences(Path file) {
        this(file, content -> {
            OwnFile.makeFolders(file.toAbsolutePath().getParent(), false);
            OwnFile.write(file, content, Optional.empty());
        }, A_MOMENT);
    }

    /// @param delay from a change until it is written
    Preferences(Path file, Store store, Duration delay) {
        this.file = file;
        this.store = store;
        this.delay = delay;
        if (Files.exists(file)) {
            try {
                Properties read = new Properties();
                read.load(new StringReader(new String(OwnFile.read(file, MOST_BYTES), StandardCharsets.UTF_8)));
                read.stringPropertyNames().forEach(name -> values.put(name, read.getProperty(name)));
            } catch (IOException | IllegalArgumentException e) {
                log.warn("what the window remembered cannot be read: {}", e.getMessage());
            }
        }
    }

    /// Where else the window may keep what is the user's.
    public Path folder() {
        return file.toAbsolutePath().getParent();
    }

    /// What was remembered under `key`.
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /// The same as a number; empty if it is none.
    public Optional<Double> number(String key) {
        try {
            return get(key).map(Double::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Remembers something; null forgets it.
    public void put(String key, Object value) {
        String text = value == null ? null : value.toString();
        if (text == null ? values.remove(key) != null : !text.equals(values.put(key, text))) {
            synchronized (turn) {
                toWrite = new TreeMap<>(values);
                if (!writing) {
                    writing = true;
                    Thread.ofPlatform().name("medusa-preferences").start(this::write); // which the end of the program waits for
                }
            }
        }
    }

    /// Waits until all is written that was put before, but not for ever: a disk may have gone to sleep for good. Any thread.
    public void flush() {
        boolean interrupted = false;
        synchronized (turn) {
            hurried = true;
            turn.notifyAll();
            long until = System.nanoTime() + PATIENCE.toNanos();
            for (long left = PATIENCE.toNanos(); writing && left > 0; left = until - System.nanoTime()) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(turn, left);
                } catch (InterruptedException e) {
                    interrupted = true; // what is remembered counts more
                }
            }
            hurried = false;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Until nothing is left to be written.
    private void write() {
        for (Map<String, String> next = next(); next != null; next = next()) {
            StringWriter text = new StringWriter();
            Properties properties = new Properties();
            properties.putAll(next);
            try {
                properties.store(text, null);
                store.write(text.toString().getBytes(StandardCharsets.UTF_8));
            } catch (IOException | RuntimeException e) {
                log.warn("what the window remembers cannot be written: {}",
                        e instanceof IOException io ? OwnFile.reason(io) : e.toString());
            }
        }
    }

    /// What is to be written, after a moment unless somebody waits for it.
    ///
    /// @return null if that is nothing: whoever asks ends
    private Map<String, String> next() {
        synchronized (turn) {
            long until = System.nanoTime() + delay.toNanos();
            for (long left = delay.toNanos(); toWrite != null && !hurried && left > 0; left = until
                    - System.nanoTime()) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(turn, left);
                } catch (InterruptedException e) {
                    break; // nobody does that; then there is no moment to wait
                }
            }
            Map<String, String> next = toWrite;
            toWrite = null;
            writing = next != null;
            turn.notifyAll();
            return next;
        }
    }
}
