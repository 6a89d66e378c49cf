package medusa.producer;

import static medusa.producer.Scripted.end;
import static medusa.producer.Scripted.more;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In the tables `/` stands for CR and `|` for LF.
class EscapingProducerTest {

    private static String escape(Producer source) throws Exception {
        StringBuilder out = new StringBuilder();
        EscapingProducer producer = new EscapingProducer(source);
        String answer;
        do {
            answer = Scripted.ask(producer, Producer.MIN_ROOM);
            out.append(answer, 0, answer.lastIndexOf('|'));
        } while (!answer.endsWith("|END"));
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({"'',''", ".,..", "..,...", "a.b,a.b", ".a/|.b,..a/|..b", "/|.,/|..", "/|/|./|,/|/|../|",
        "//|.,//|..", "/.,/.", "|.,|.", "/|a.,/|a.", "/|./|.,/|../|.."})
    void doublesADotThatBeginsALine(String text, String expected) throws Exception {
        String plain = text.replace('/', '\r').replace('|', '\n');
        String wanted = expected.replace('/', '\r').replace('|', '\n');
        assertThat(escape(new Scripted(end(plain)))).isEqualTo(wanted);
        Scripted.Step[] steps = new Scripted.Step[plain.length() + 1];
        Arrays.setAll(steps, i -> i < plain.length() ? more(plain.substring(i, i + 1)) : end(""));
        assertThat(escape(new Scripted(steps))).as("a byte at a time").isEqualTo(wanted);
    }

    @Test
    void growsBeyondTheBuffer() throws Exception {
        byte[] dots = "\r\n.".repeat(5000).getBytes(StandardCharsets.US_ASCII);
        assertThat(escape(new BytesProducer(dots))).isEqualTo("\r\n..".repeat(5000));
    }
}
