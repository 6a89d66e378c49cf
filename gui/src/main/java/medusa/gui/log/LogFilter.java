package medusa.gui.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import medusa.gui.client.LogEntry.Level;

/// Which entries are wanted: those of a level or above that have all words in them.
///
/// @param words in lower case
record LogFilter(Level level, List<String> words) implements Predicate<LogLine> {
    static final LogFilter ALL = new LogFilter(Level.TRACE, List.of());
    private static final String LEVEL = "level:";

    static LogFilter of(Level level, String text) {
        return new LogFilter(level, Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty()).distinct().toList());
    }

    /// As another screen asks: `level:warn log-in`; without a level all of them.
    static LogFilter asked(String what) {
        Level level = Level.TRACE;
        List<String> words = new ArrayList<>();
        for (String word : what.toLowerCase(Locale.ROOT).split("\\s+")) {
            if (word.startsWith(LEVEL)) {
                String label = word.substring(LEVEL.length());
                level = Arrays.stream(Level.values()).filter(each -> each.label().equals(label)).findFirst()
                        .orElse(level);
            } else {
                words.add(word);
            }
        }
        return of(level, String.join(" ", words));
    }

    String text() {
        return words.stream().collect(Collectors.joining(" "));
    }

    /// What tells of gaps is always wanted.
    @Override
    public boolean test(LogLine line) {
        return switch (line) {
            case LogLine.Entry(var entry) -> entry.level().compareTo(level) >= 0
                    && words.stream().allMatch(entry.text().toLowerCase(Locale.ROOT)::contains);
            case LogLine.Below _,LogLine.Missed _,LogLine.Again _ -> true;
        };
    }
}
