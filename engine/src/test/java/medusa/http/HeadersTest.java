package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadersTest {

    @Test
    void givesLinesInOrder() throws HttpException {
        Headers headers = Heads.headers("B: 1", "a:2", "b:\t 3 4 \t", "Empty:", "X:caf\u00e9");
        assertThat(headers.size()).isEqualTo(5);
        assertThat(headers.names()).containsExactly("B", "a", "Empty", "X");
        assertThat(headers.name(2)).isEqualTo("b");
        assertThat(headers.value(2)).isEqualTo("3 4");
        assertThat(headers.first("empty")).isEmpty();
        assertThat(headers.first("x")).isEqualTo("caf\u00e9");
        assertThat(headers).hasToString("""
                B: 1
                a: 2
                b: 3 4
                Empty:\s
                X: caf\u00e9
                """);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> headers.name(5));
    }

    @Test
    void findsNamesInAnyCase() throws HttpException {
        Headers headers = Heads.headers("Content-Type: text/plain", "ACCEPT: a", "accept: b");
        assertThat(headers.first("content-type")).isEqualTo("text/plain");
        assertThat(headers.first("CONTENT-TYPE")).isEqualTo("text/plain");
        assertThat(headers.all("Accept")).containsExactly("a", "b");
        assertThat(headers.contains("aCCEPT")).isTrue();
        assertThat(headers.contains("Content-Typf")).isFalse();
        assertThat(headers.contains("")).isFalse();
        assertThat(headers.first("accep")).isNull();
        assertThat(headers.all("accepts")).isEmpty();
    }

    @Test
    void takesOnlyLettersForTheSameInAnotherCase() throws HttpException {
        Headers headers = Heads.headers("a^: caret");
        assertThat(headers.contains("A^")).isTrue();
        assertThat(headers.contains("a~")).isFalse(); // one bit apart, as letters of two cases are
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"close|close", "Keep-Alive , UPGRADE|keep-alive upgrade",
        "' ,a,, b\t,'|a b", "''|''", "' , '|''"})
    void cutsLists(String value, String tokens) throws HttpException {
        assertThat(String.join(" ", Heads.headers("Connection: " + value).tokens("connection"))).isEqualTo(tokens);
    }

    @Test
    void joinsListsOfSeveralLines() throws HttpException {
        Headers headers = Heads.headers("Connection: a, b", "X: c", "connection: D");
        assertThat(headers.tokens("connection")).containsExactly("a", "b", "d");
        assertThat(headers.tokens("none")).isEmpty();
    }

    @Test
    void manyNamesAreAllFound() throws HttpException {
        String[] lines = new String[90];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "name-" + i + ": " + i;
        }
        Headers headers = Heads.headers(lines);
        for (int i = 0; i < lines.length; i++) {
            assertThat(headers.all("Name-" + i)).containsExactly("" + i);
        }
    }
}
