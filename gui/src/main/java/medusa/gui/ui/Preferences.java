package medusa.gui.ui;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.state.OwnFile;

/// What the window remembers, in one file of the user's. Written soon after each change, on a thread of its own. What cannot be
/// read or written is only forgotten: nobody should be kept from looking at a server for that. JavaFX thread only.
public final class Preferences {
    private static final Logger log = LoggerFactory.getLogger(Preferences.class);
    private static final int MOST_BYTES = 1 << 20;

    private final Path file;
    private final Map<String, String> values = new TreeMap<>();
    private final Object writing = new Object();
    /// Guarded by `writing`: the last one counts.
    private Map<String, String> toWrite;

    /// Those in `file`, which need not be there yet. Blocks for a moment.
    public Preferences(Path file) {
        this.file = file;
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
            synchronized (writing) {
                boolean begun = toWrite != null;
                toWrite = new TreeMap<>(values);
                if (!begun) {
                    Thread.ofPlatform().name("medusa-preferences").start(this::write); // which the end of the program waits for
                }
            }
        }
    }

    /// Waits until all is written.
    public void flush() {
        write();
    }

    private void write() {
        synchronized (writing) {
            Map<String, String> now = toWrite;
            toWrite = null;
            if (now == null) {
                return; // somebody else was faster
            }
            StringWriter text = new StringWriter();
            Properties properties = new Properties();
            properties.putAll(now);
            try {
                properties.store(text, null);
                OwnFile.makeFolders(file.toAbsolutePath().getParent(), false);
                OwnFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8), Optional.empty());
            } catch (IOException e) {
                log.warn("what the window remembers cannot be written: {}", OwnFile.reason(e));
            }
        }
    }
}
