package medusa.server;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Where a password comes from. Whoever asks wipes it.
interface PasswordSource {
    /// The most bytes in a line of standard input.
    int LONGEST = 1024;

    /// @throws UsageException if there is none to be had
    char[] read(String user) throws UsageException;

    /// Asks a person twice, and takes a line of standard input where there is none.
    static PasswordSource standard() {
        return user -> {
            Console console = System.console();
            return console != null && console.isTerminal()
                    ? asked(prompt -> console.readPassword("%s", prompt), user)
                    : line(System.in);
        };
    }

    /// Shows a prompt and reads without echo; null if the person has gone.
    interface Prompt {
        char[] ask(String text);
    }

    /// Asks twice.
    static char[] asked(Prompt prompt, String user) throws UsageException {
        char[] first = prompt.ask("Password of " + user + ": ");
        char[] second = first == null ? null : prompt.ask("The same again: ");
        if (first == null || second == null) {
            throw new UsageException("passwd: no password was given; nothing is changed");
        }
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same) {
            Arrays.fill(first, '\0');
            throw new UsageException("passwd: these are two different passwords; nothing is changed");
        }
        return first;
    }

    /// The first line, in UTF-8, without its end.
    static char[] line(InputStream in) throws UsageException {
        byte[] bytes = new byte[LONGEST + 1];
        int length = 0;
        try {
            int next = in.read();
            while (next >= 0 && next != '\n' && length <= LONGEST) {
                bytes[length++] = (byte) next;
                next = in.read();
            }
            if (length > LONGEST) {
                throw new UsageException("passwd: the password is longer than " + LONGEST + " bytes");
            }
            boolean carriageReturn = length > 0 && bytes[length - 1] == '\r';
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, carriageReturn ? length - 1 : length));
            char[] password = new char[decoded.remaining()];
            decoded.get(password);
            Arrays.fill(decoded.array(), '\0');
            return password;
        } catch (CharacterCodingException e) {
            throw new UsageException("passwd: the password is not UTF-8");
        } catch (IOException e) {
            throw new UsageException("passwd: standard input cannot be read: " + e.getMessage());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
