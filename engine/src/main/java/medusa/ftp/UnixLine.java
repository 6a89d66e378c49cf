package medusa.ftp;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import medusa.auth.Right;
import medusa.filesystem.Attributes;
import medusa.filesystem.Owners;

/// A line of LIST in the form of `ls -l`, which is no standard but what every client reads. Times are UTC, since a client has no way to
/// learn another zone; the year takes the place of the time of day for what is older than half a year, or yet to come.
///
/// Who has not logged in sees neither owners nor groups, but `ftp` for all of them: the names of the machine's accounts are not for
/// strangers.
final class UnixLine {
    private static final List<String> MONTHS = List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
            "Oct", "Nov", "Dec");
    private static final Duration HALF_A_YEAR = Duration.ofSeconds(31_556_952 / 2);
    private static final String NOBODY = "ftp";
    /// What a folder is said to take, which it mostly does.
    private static final long FOLDER_SIZE = 4096;

    private final Viewer viewer;
    private final Owners owners;

    UnixLine(Viewer viewer, Owners owners) {
        this.viewer = viewer;
        this.owners = owners;
    }

    String of(ListedEntry entry) {
        Attributes attributes = entry.attributes();
        boolean isLink = !entry.link().isEmpty();
        String name = isLink ? entry.shown() + " -> " + entry.link() : entry.shown();
        return mode(entry) + "   1 " + padded(owner(attributes)) + ' ' + padded(group(attributes)) + ' '
                + number(isLink ? entry.link().length() : size(attributes)) + ' ' + time(attributes.modified()) + ' '
                + ListedEntry.oneLine(name);
    }

    private static long size(Attributes attributes) {
        return attributes.isFolder() ? FOLDER_SIZE : attributes.size();
    }

    private static String padded(String name) {
        return name.length() >= 8 ? name : name + " ".repeat(8 - name.length());
    }

    private static String number(long number) {
        String digits = Long.toString(number);
        return " ".repeat(Math.max(0, 8 - digits.length())) + digits;
    }

    private String owner(Attributes attributes) {
        return viewer.user().isAnonymous() || attributes.owner() < 0 ? NOBODY : owners.user(attributes.owner());
    }

    private String group(Attributes attributes) {
        return viewer.user().isAnonymous() || attributes.group() < 0 ? NOBODY : owners.group(attributes.group());
    }

    private String mode(ListedEntry entry) {
        Attributes attributes = entry.attributes();
        if (!entry.link().isEmpty() || attributes.kind() == Attributes.Kind.LINK) {
            return "lrwxrwxrwx";
        }
        char kind = switch (attributes.kind()) {
            case FILE -> '-';
            case FOLDER -> 'd';
            case SPECIAL -> 's';
            case LINK -> 'l';
        };
        int mode = attributes.mode() >= 0 ? attributes.mode() : allowed(entry);
        StringBuilder text = new StringBuilder(10).append(kind);
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode >> bit & 1) != 0 ? "xwr".charAt(bit % 3) : '-');
        }
        return text.toString();
    }

    /// The mode of what has none: what this user may.
    private int allowed(ListedEntry entry) {
        Set<Right> may = EnumSet.noneOf(Right.class);
        for (Right right : Right.values()) {
            if (viewer.tree().allows(viewer.user(), right, entry.path())) {
                may.add(right);
            }
        }
        boolean isFolder = entry.attributes().isFolder();
        boolean write = may.contains(Right.WRITE) && (isFolder || may.contains(Right.DELETE));
        return (may.contains(isFolder ? Right.LIST : Right.READ) ? 0444 : 0) + (write ? 0200 : 0)
                + (isFolder ? 0111 : 0);
    }

    private String time(Instant instant) {
        ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
        boolean recent = !instant.isAfter(viewer.now()) && instant.isAfter(viewer.now().minus(HALF_A_YEAR));
        return MONTHS.get(time.getMonthValue() - 1) + ' ' + two(time.getDayOfMonth(), ' ') + ' '
                + (recent
                        ? two(time.getHour(), '0') + ':' + two(time.getMinute(), '0')
                        : " ".repeat(Math.max(0, 5 - Integer.toString(time.getYear()).length())) + time.getYear());
    }

    private static String two(int number, char filler) {
        return number < 10 ? "" + filler + number : Integer.toString(number);
    }
}
