package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {
    private static final List<String> OFFERED = List.of("text/html", "text/plain", "application/json");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"*/*|text/html", "''|text/html", "application/json|application/json",
        "Application/JSON|application/json", "text/plain, application/json|text/plain",
        "application/json, text/plain, */*|text/html", "text/*|text/html",
        "text/*;q=0.5, application/json;q=0.6|application/json",
        "text/html;q=0.5, */*|text/plain", "text/html;q=0, text/*;q=0.1, */*;q=0|text/plain",
        "*/*;q=0.1, text/html;q=0|text/plain",
        "text/html;q=0.999, text/plain;q=1.000|text/plain", "text/html;q=0.9,text/plain;q=0.95|text/plain",
        "text/html ; q=0.1 , text/plain; Q=0.2|text/plain", "application/*|application/json",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8|text/html",
        "image/png|none", "text/html;q=0|none", "*/*;q=0.000|none", "text|none", "*|none", "text/html;q=2|none",
        "text/html;q=0.1234|none", "text/html;q=1.001|none", "text/html;q=-1|none", "text/html;q=|none",
        "text/html;q=.5|none",
        "text/html;q=1.0;x|none", "text/html;level=1|none", "text/html;q=0., text/plain;q=1.|text/plain",
        "text/html;q=x, text/plain;q=0.1|text/plain"})
    void choosesByQuality(String accept, String chosen) throws HttpException {
        assertThat(Accept.choose(Heads.headers("Accept: " + accept), OFFERED).orElse("none")).isEqualTo(chosen);
    }

    @Test
    void withoutAHeaderTheFirstOneIsChosen() throws HttpException {
        assertThat(Accept.choose(Heads.headers(), OFFERED)).contains("text/html");
    }

    @Test
    void severalLinesAreOneList() throws HttpException {
        Headers headers = Heads.headers("Accept: text/html;q=0.1", "Accept: application/json;q=0.2");
        assertThat(Accept.choose(headers, OFFERED)).contains("application/json");
    }
}
