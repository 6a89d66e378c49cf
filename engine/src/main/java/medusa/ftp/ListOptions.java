package medusa.ftp;

import java.util.Comparator;
import java.util.function.Consumer;

/// What stands in front of a path in LIST and NLST, as `ls` has it. There is no standard for it, but clients rely on some of the letters;
/// one that means nothing here does no harm.
final class ListOptions {
    private static final Comparator<ListedEntry> BY_NAME = Comparator.comparing(ListedEntry::shown);

    private boolean hidden;
    private boolean around;
    private boolean details;
    private boolean recursive;
    private boolean itself;
    private boolean reverse;
    private Comparator<ListedEntry> order = BY_NAME;

    /// Reads options that stand at the beginning of `text`.
    ///
    /// @param rest is given what stands behind them
    static ListOptions read(String text, Consumer<String> rest) {
        ListOptions options = new ListOptions();
        String left = text;
        while (left.startsWith("-")) {
            int space = left.indexOf(' ');
            String word = space < 0 ? left : left.substring(0, space);
            left = space < 0 ? "" : left.substring(space + 1);
            if (word.equals("--")) {
                break;
            }
            word.chars().skip(1).forEach(options::take);
        }
        rest.accept(left);
        return options;
    }

    private void take(int letter) {
        switch (letter) {
            case 'a' -> {
                hidden = true;
                around = true;
            }
            case 'A' -> hidden = true;
            case 'l' -> details = true;
            case '1' -> details = false;
            case 'R' -> recursive = true;
            case 'd' -> itself = true;
            case 'r' -> reverse = true;
            case 't' -> order = Comparator
                    .comparing((ListedEntry entry) -> entry.attributes().modified()).reversed().thenComparing(BY_NAME);
            case 'S' -> order = Comparator.comparingLong((ListedEntry entry) -> entry.attributes().size()).reversed()
                    .thenComparing(BY_NAME);
            default -> {
                // Of no meaning here.
            }
        }
    }

    /// Of everything that there is, in the long form.
    static ListOptions all() {
        return read("-la", _ -> {});
    }

    /// Whether an entry of this name is listed.
    boolean shows(String name) {
        return hidden || !name.startsWith(".");
    }

    /// Whether `.` and `..` are listed.
    boolean around() {
        return around;
    }

    /// Whether NLST is to be as LIST.
    boolean details() {
        return details;
    }

    /// Whether what is in folders is listed too.
    boolean recursive() {
        return recursive;
    }

    /// Whether a folder is listed itself, and not what is in it.
    boolean itself() {
        return itself;
    }

    Comparator<ListedEntry> order() {
        return reverse ? order.reversed() : order;
    }
}
