package medusa.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import medusa.state.OwnFile;
import medusa.state.UnsafeException;

/// The lines of a file of users, for those who read and those who change it.
final class UserLines {
    private static final OwnFile.Rule CLOSED = new OwnFile.Rule(false, Optional.empty(), OwnFile.OPEN_TO_OTHERS, "",
            "take that from them: chmod 600");
    private static final OwnFile.Rule READABLE = new OwnFile.Rule(false, Optional.empty(), OwnFile.WRITABLE_BY_OTHERS,
            "", "take that from them: chmod go-w");

    private UserLines() {}

    /// Without the line feed at their ends, and otherwise as they are.
    ///
    /// @throws IOException if the file is not as the rule wants it; see [OwnFile#reason]
    static List<String> read(Path file, UserFormat.Rule rule) throws IOException {
        OwnFile.check(file, rule.readable() ? READABLE : CLOSED);
        byte[] content = OwnFile.read(file, rule.mostBytes());
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
            if (lines.getLast().isEmpty()) {
                lines.removeLast();
            }
            return lines;
        } catch (CharacterCodingException e) {
            throw new UnsafeException(file + ": is not UTF-8");
        }
    }

    /// Whether it is empty or a comment.
    static boolean isIdle(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    /// Whose line it is; what is not is nobody's.
    static boolean isOf(String line, String name) {
        return !isIdle(line) && line.strip().startsWith(name + ":");
    }

    /// @param number from 0
    static UnsafeException wrong(Path file, int number, String problem) {
        return new UnsafeException(file + ":" + (number + 1) + ": " + problem);
    }
}
