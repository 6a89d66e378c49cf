package medusa.interpreter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A stack in words.
final class Frames {
    private static final int MOST = 64;
    /// The classes that JShell wraps snippets in.
    private static final Pattern WRAPPING = Pattern.compile("REPL\\.\\$JShell\\$\\w+\\$?\\.?");
    private static final String FLAG_CLASS = "REPL.$Cancel$";

    /// Where a line of a snippet is in the text under way.
    interface Lines {
        /// @return 0 if it is not in that text
        int of(String snippet, int line);
    }

    private Frames() {}

    static List<String> of(StackTraceElement[] stack, Lines lines) {
        List<String> told = new ArrayList<>();
        for (StackTraceElement frame : stack) {
            if (told.size() == MOST) {
                told.add("… (" + (stack.length - MOST) + " more)");
                break;
            }
            if (!frame.getClassName().equals(FLAG_CLASS) && !frame.getClassName().startsWith("jdk.jshell.")) {
                told.add(of(frame, lines));
            }
        }
        return told;
    }

    private static String of(StackTraceElement frame, Lines lines) {
        String file = frame.getFileName();
        if (file == null || !file.startsWith("#")) {
            return new StackTraceElement(null, null, null, plain(frame.getClassName()), frame.getMethodName(), file,
                    frame.getLineNumber()).toString();
        }
        int line = lines.of(file.substring(1), frame.getLineNumber());
        String where = line > 0 ? "line " + line : "line " + frame.getLineNumber() + " of an earlier snippet";
        String method = frame.getMethodName().contains("do_it$") ? "" : frame.getMethodName();
        String owner = plain(frame.getClassName());
        String what = owner.isEmpty() || method.isEmpty() ? owner + method : owner + "." + method;
        return what.isEmpty() ? where : what + ", " + where;
    }

    /// A class's name without what JShell has wrapped it in.
    static String plain(String type) {
        return WRAPPING.matcher(type).replaceAll("");
    }
}
