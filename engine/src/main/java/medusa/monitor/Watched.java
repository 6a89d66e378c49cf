package medusa.monitor;

import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What one watch is told: its number, which is all that is its own, and members that all watches of the same sight are told.
///
/// @param common made by [#common]
record Watched(long number, byte[] common) {
    /// What ends a message behind the members of its innermost object.
    private static final byte[] END = {'}', '}', '\n'};

    /// The members of an object as they end a message.
    static byte[] common(Map<String, Object> members) {
        byte[] line = Json.line(members);
        byte[] common = Arrays.copyOfRange(line, 1, line.length + 1);
        System.arraycopy(END, 0, common, common.length - END.length, END.length);
        return common;
    }

    /// The message that `around` makes of it.
    ///
    /// @param around puts members into an object that stands last in a message
    Line in(UnaryOperator<Map<String, Object>> around) {
        byte[] alone = Json.line(around.apply(Map.<String, Object>of("watch", number)));
        byte[] own = Arrays.copyOf(alone, alone.length - END.length + 1);
        own[own.length - 1] = ',';
        return new Line(own, common);
    }
}
