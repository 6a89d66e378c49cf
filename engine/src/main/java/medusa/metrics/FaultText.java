package medusa.metrics;

/// Turns failures into text that is safe to log: what a failure says may come from the network, and must neither forge log
/// lines nor fill the disk, and asking it may fail in turn.
final class FaultText {

    static final int LONGEST_MESSAGE = 300;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_FRAMES = 40;
    private static final int MOST_CAUSES = 5;
    private static final StackTraceElement[] NO_FRAMES = {};

    private FaultText() {}

    /// One line: the class and the message.
    static String oneLine(Throwable failure) {
        if (failure == null) {
            return "null";
        }
        String name = neutral(failure.getClass().getName(), LONGEST_NAME);
        String message = message(failure);
        return message == null ? name : name + ": " + message;
    }

    /// The failure and its causes with their stacks, each line begun by us.
    static String withStack(Throwable failure) {
        StringBuilder text = new StringBuilder(oneLine(failure));
        Throwable current = failure;
        for (int depth = 0; current != null; depth++) {
            appendFrames(text, frames(current));
            current = cause(current);
            if (current != null && depth == MOST_CAUSES) {
                return text.append("\n... more causes").toString();
            }
            if (current != null) {
                text.append("\nCaused by: ").append(oneLine(current));
            }
        }
        return text.toString();
    }

    /// The frames of a failure, none if it will not tell.
    static StackTraceElement[] frames(Throwable failure) {
        try {
            StackTraceElement[] frames = failure.getStackTrace();
            return frames == null ? NO_FRAMES : frames;
        } catch (Throwable e) {
            return NO_FRAMES;
        }
    }

    /// `text` on one line, cut where it gets too long.
    static String neutral(String text, int longest) {
        return Printable.line(text.length() <= longest ? text : text.substring(0, longest) + "…");
    }

    private static String message(Throwable failure) {
        try {
            String message = failure.getMessage();
            return message == null ? null : neutral(message, LONGEST_MESSAGE);
        } catch (Throwable e) {
            return "(its message cannot be had)";
        }
    }

    private static Throwable cause(Throwable failure) {
        try {
            return failure.getCause();
        } catch (Throwable e) {
            return null;
        }
    }

    private static void appendFrames(StringBuilder text, StackTraceElement[] frames) {
        for (int i = 0; i < frames.length; i++) {
            if (i == MOST_FRAMES) {
                text.append("\n\t... ").append(frames.length - i).append(" more");
                return;
            }
            text.append("\n\tat ").append(neutral(String.valueOf(frames[i]), LONGEST_MESSAGE));
        }
    }
}
