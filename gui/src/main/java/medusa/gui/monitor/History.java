package medusa.gui.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

import medusa.gui.ui.UiExecutor;

/// What was typed at one server, for all tabs and, as far as it is kept in a file, for windows to come. JavaFX thread only; the
/// file is read and written elsewhere.
final class History {
    static final int MOST = 1000;

    private final HistoryFile file;
    private final Executor worker;
    /// Oldest first.
    private final List<String> entries = new ArrayList<>();
    private boolean kept;

    /// Begins to read the file.
    ///
    /// @param kept   whether what is typed goes into it
    /// @param worker runs one task after another
    History(HistoryFile file, boolean kept, Executor worker, UiExecutor ui) {
        this.file = file;
        this.worker = worker;
        this.kept = kept;
        if (kept) {
            worker.execute(() -> {
                List<String> read = file.read(MOST);
                ui.execute(() -> {
                    entries.addAll(0, read);
                    trim();
                });
            });
        }
    }

    /// Remembers a snippet; the same one twice in a row is once.
    void add(String code) {
        String entry = code.strip();
        if (entry.isEmpty() || !entries.isEmpty() && entries.getLast().equals(entry)) {
            return;
        }
        entries.add(entry);
        trim();
        if (kept) {
            worker.execute(() -> file.add(entry));
        }
    }

    private void trim() {
        if (entries.size() > MOST) {
            entries.subList(0, entries.size() - MOST).clear();
        }
    }

    int size() {
        return entries.size();
    }

    /// @param age 0 for the newest
    String get(int age) {
        return entries.get(entries.size() - 1 - age);
    }

    /// The newest entry with `words` in it that is `age` old at least; in any case of letters.
    OptionalInt find(String words, int age) {
        String wanted = words.toLowerCase(Locale.ROOT);
        for (int i = age; i < size(); i++) {
            if (get(i).toLowerCase(Locale.ROOT).contains(wanted)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /// Whether it goes into the file.
    boolean kept() {
        return kept;
    }

    /// Keeps it in the file from now on, with what is there; or does not, and removes the file.
    void keep(boolean keep) {
        if (keep == kept) {
            return;
        }
        kept = keep;
        List<String> now = List.copyOf(entries);
        worker.execute(keep ? () -> file.write(now) : file::remove);
    }

    /// Forgets all of it, the file too.
    void forget() {
        entries.clear();
        worker.execute(file::remove);
    }
}
