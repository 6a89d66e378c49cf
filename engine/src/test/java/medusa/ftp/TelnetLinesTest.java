package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// What a control connection carries: lines, and Telnet between them.
class TelnetLinesTest {
    private static final int LONGEST = 20;

    /// Writes down what it is told.
    private static final class Notes implements TelnetLines.Sink {
        private final List<String> heard = new ArrayList<>();
        private boolean wanting = true;

        @Override
        public void line(String line) {
            heard.add("line " + line);
        }

        @Override
        public void lineTooLong() {
            heard.add("too long");
        }

        @Override
        public void lineEndless() {
            heard.add("endless");
            wanting = false;
        }

        @Override
        public void answer(byte[] telnet) {
            heard.add("answer " + HexFormat.of().formatHex(telnet));
        }

        @Override
        public boolean wantsInput() {
            return wanting;
        }
    }

    private static List<String> read(String... pieces) throws Exception {
        Notes notes = new Notes();
        TelnetLines lines = new TelnetLines(LONGEST, notes);
        for (String piece : pieces) {
            lines.read(ByteBuffer.wrap(piece.getBytes(StandardCharsets.ISO_8859_1)));
        }
        return notes.heard;
    }

    @Test
    void aLineEndsInCrLf() throws Exception {
        assertThat(read("USER a\r\nPWD\r\nNO", "OP\r", "\n")).containsExactly("line USER a", "line PWD", "line NOOP");
    }

    /// A name may have one: what stands behind it is no command.
    @Test
    void anLfAloneIsPartOfALine() throws Exception {
        assertThat(read("USER a\r\nSTOR a\nDELE b\r\n")).containsExactly("line USER a", "line STOR a\nDELE b");
    }

    @Test
    void whoBeginsWithLfAloneIsReadSo() throws Exception {
        assertThat(read("USER a\nPWD\n", "NOOP\r\n")).containsExactly("line USER a", "line PWD", "line NOOP");
    }

    @Test
    void aCrInsideALineIsPartOfIt() throws Exception {
        assertThat(read("MKD a\rDELE b\r\n")).containsExactly("line MKD a\rDELE b");
    }

    @Test
    void emptyLinesAreLines() throws Exception {
        assertThat(read("\r\n\r\n")).containsExactly("line ", "line ");
    }

    /// RFC 1123 §4.1.2.12: options are refused, everything else is taken out.
    @ParameterizedTest
    @CsvSource({"fffd01, answer fffc01", "fffb18, answer fffe18"})
    void optionsAreRefused(String bytes, String answer) throws Exception {
        String telnet = new String(HexFormat.of().parseHex(bytes), StandardCharsets.ISO_8859_1);
        assertThat(read("NO" + telnet + "OP\r\n")).containsExactly(answer, "line NOOP");
    }

    /// DONT, WONT, a subnegotiation, IP with a Synch whole or without its urgent byte, and AYT.
    @ParameterizedTest
    @CsvSource({"fffe01", "fffc01", "fffa18ff00ffff41fff0", "fff4fff2", "fff4f2", "fff6"})
    void otherCommandsAreTakenOut(String bytes) throws Exception {
        String telnet = new String(HexFormat.of().parseHex(bytes), StandardCharsets.ISO_8859_1);
        assertThat(read("NO" + telnet + "OP\r\n")).containsExactly("line NOOP");
    }

    @Test
    void aDoubledIacIsOneByte() throws Exception {
        assertThat(read("MKD a\u00ff", "\u00ffb\r\n")).containsExactly("line MKD a\u00ffb");
    }

    @Test
    void aLineMayBeAsLongAsAllowed() throws Exception {
        String longest = "x".repeat(LONGEST);
        assertThat(read(longest + "\r\n" + longest + "y\r\n" + longest + "\r\n"))
                .containsExactly("line " + longest, "too long", "line " + longest);
    }

    @Test
    void aLineWithoutAnEndIsGivenUp() throws Exception {
        Notes notes = new Notes();
        TelnetLines lines = new TelnetLines(LONGEST, notes);
        ByteBuffer much = ByteBuffer.allocate(1 << 20);
        lines.read(much);
        assertThat(notes.heard).containsExactly("endless");
        assertThat(much.position()).isLessThan(300 << 10);
    }

    /// Wherever the network cuts, the same is heard.
    @Property
    boolean cutsMakeNoDifference(@ForAll byte[] bytes) throws Exception {
        String whole = new String(bytes, StandardCharsets.ISO_8859_1) + "\u00ff\u00fd\u0003NOOP\r\n";
        return read(whole).equals(read(whole.split("")));
    }
}
