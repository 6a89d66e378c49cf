package medusa.gui.monitor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import medusa.monitor.JavaText;

/// What was typed and what came of it, line by line. The oldest entries go when there are too many of them, or too much in
/// them. JavaFX thread only.
final class Transcript {
    static final int MOST_ENTRIES = 500;
    static final long MOST_CHARACTERS = 2_000_000;
    private static final int LONGEST_LINE = 2000;

    /// Hears of changes.
    @FunctionalInterface
    interface Listener {
        /// In the place of `removed` lines from `at` on there are `added` others now.
        void replaced(int at, int removed, int added);
    }

    /// A snippet with what came of it, or something that the console itself has said.
    static final class Entry {
        private final String code;
        private final List<Block> blocks = new ArrayList<>();
        private final Set<Integer> unfolded = new HashSet<>();
        private List<Line> lines = List.of();
        /// To which block each of the lines belongs if it folds it, else -1.
        private List<Integer> folds = List.of();

        private Entry(String code) {
            this.code = code;
        }

        private long length() {
            return code.length() + blocks.stream().mapToLong(Block::length).sum();
        }

        private void layOut() {
            List<Line> all = new ArrayList<>();
            List<Integer> which = new ArrayList<>();
            for (int i = 0; i < blocks.size(); i++) {
                Block block = blocks.get(i);
                boolean whole = unfolded.contains(i);
                List<Line> shown = block.lines().subList(0, whole ? block.lines().size() : block.shown());
                all.addAll(shown);
                which.addAll(shown.stream().map(_ -> -1).toList());
                if (block.folds()) {
                    all.add(new Line(Line.Kind.FOLD, whole ? block.less() : block.more()));
                    which.add(i);
                }
            }
            lines = List.copyOf(all);
            folds = List.copyOf(which);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();

    /// What is to be seen.
    List<Line> lines() {
        return lines;
    }

    void addListener(Listener listener) {
        listeners.add(listener);
    }

    /// Begins an entry with a snippet.
    Entry snippet(String code) {
        Entry entry = new Entry(code);
        List<Line> prompt = new ArrayList<>();
        List<List<JavaText.Span>> spans = JavaText.lines(code);
        String[] texts = code.split("\n", -1);
        for (int i = 0; i < texts.length; i++) {
            Line.Kind kind = i == 0 ? Line.Kind.PROMPT : Line.Kind.CONTINUED;
            prompt.add(texts[i].length() <= LONGEST_LINE
                    ? new Line(kind, SafeLines.inPlace(texts[i]), spans.get(i), "")
                    : new Line(kind, SafeLines.inPlace(texts[i].substring(0, LONGEST_LINE)) + "…"));
        }
        entry.blocks.add(Block.open(prompt));
        append(entry);
        return entry;
    }

    /// Says something.
    void note(String text, String small) {
        Entry entry = new Entry("");
        entry.blocks.add(Block.open(List.of(new Line(Line.Kind.NOTE, text).with(small))));
        append(entry);
    }

    /// Adds what has come of a snippet, which may have gone meanwhile.
    void finish(Entry entry, List<Block> outcome) {
        entry.blocks.addAll(outcome);
        if (entries.contains(entry)) {
            changed(entry);
            trim();
        } else {
            append(entry);
        }
    }

    /// Removes everything.
    void clear() {
        int before = lines.size();
        entries.clear();
        lines.clear();
        tell(0, before, 0);
    }

    /// The snippet that a line belongs to, be it its own or what came of it.
    Optional<String> snippetAt(int line) {
        return at(line).map(place -> place.entry.code).filter(code -> !code.isEmpty());
    }

    /// Shows or hides what the line folds.
    ///
    /// @return whether it does
    boolean toggle(int line) {
        Optional<Place> place = at(line);
        int block = place.map(at -> at.entry.folds.get(line - at.start)).orElse(-1);
        if (block >= 0) {
            Set<Integer> unfolded = place.get().entry.unfolded;
            if (!unfolded.remove(block)) {
                unfolded.add(block);
            }
            changed(place.get().entry);
        }
        return block >= 0;
    }

    private record Place(Entry entry, int start) {}

    private Optional<Place> at(int line) {
        int start = 0;
        for (Entry entry : entries) {
            if (line >= start && line < start + entry.lines.size()) {
                return Optional.of(new Place(entry, start));
            }
            start += entry.lines.size();
        }
        return Optional.empty();
    }

    private void append(Entry entry) {
        entry.layOut();
        entries.add(entry);
        int at = lines.size();
        lines.addAll(entry.lines);
        tell(at, 0, entry.lines.size());
        trim();
    }

    private void changed(Entry entry) {
        int start = entries.stream().takeWhile(each -> each != entry).mapToInt(each -> each.lines.size()).sum();
        int before = entry.lines.size();
        entry.layOut();
        lines.subList(start, start + before).clear();
        lines.addAll(start, entry.lines);
        tell(start, before, entry.lines.size());
    }

    private void trim() {
        long length = entries.stream().mapToLong(Entry::length).sum();
        int gone = 0;
        while (entries.size() > 1 && (entries.size() > MOST_ENTRIES || length > MOST_CHARACTERS)) {
            Entry oldest = entries.removeFirst();
            length -= oldest.length();
            gone += oldest.lines.size();
        }
        if (gone > 0) {
            lines.subList(0, gone).clear();
            tell(0, gone, 0);
        }
    }

    private void tell(int at, int removed, int added) {
        listeners.forEach(listener -> listener.replaced(at, removed, added));
    }
}
