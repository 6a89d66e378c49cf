package medusa.interpreter;

import java.util.Arrays;

import jdk.jshell.spi.ExecutionControl.ResolutionException;
import jdk.jshell.spi.ExecutionControl.RunException;
import jdk.jshell.spi.ExecutionControl.UserException;
import jdk.jshell.spi.SPIResolutionException;

/// What a snippet threw, in JShell's terms and nothing of it alive: whatever its class overrides has run when this returns,
/// on the thread of the snippet.
final class Failures {
    private static final int DEEPEST = 8;
    private static final int LONGEST_MESSAGE = 8 << 10;

    private Failures() {}

    /// @param below the class whose frames, with all below them, are not the snippet's
    static RunException of(Throwable thrown, Class<?> below) {
        try {
            return of(thrown, below, DEEPEST);
        } catch (Throwable e) { // most likely what was thrown is a full heap or stack
            return new UserException("(nothing more can be told)", thrown.getClass().getName(),
                    new StackTraceElement[0]);
        }
    }

    private static RunException of(Throwable thrown, Class<?> below, int depth) {
        StackTraceElement[] stack = trimmed(thrown.getStackTrace(), below);
        if (thrown instanceof SPIResolutionException unresolved) {
            return new ResolutionException(unresolved.id(), stack);
        }
        UserException told = new UserException(message(thrown), thrown.getClass().getName(), stack);
        Throwable cause = thrown.getCause();
        if (cause != null && depth > 0) {
            told.initCause(of(cause, below, depth - 1));
        }
        return told;
    }

    private static String message(Throwable thrown) {
        String message;
        try {
            message = thrown.getMessage();
        } catch (Throwable e) {
            return "(no message: " + e.getClass().getName() + " in getMessage)";
        }
        return message == null || message.length() <= LONGEST_MESSAGE
                ? message
                : message.substring(0, LONGEST_MESSAGE) + "… (cut)";
    }

    private static StackTraceElement[] trimmed(StackTraceElement[] stack, Class<?> below) {
        int end = 0;
        while (end < stack.length && !stack[end].getClassName().equals(below.getName())) {
            end++;
        }
        while (end > 0 && end < stack.length && reflection(stack[end - 1].getClassName())) {
            end--;
        }
        return Arrays.copyOf(stack, end);
    }

    private static boolean reflection(String type) {
        return type.startsWith("java.lang.reflect.") || type.startsWith("jdk.internal.reflect.")
                || type.startsWith("java.lang.invoke.");
    }
}
