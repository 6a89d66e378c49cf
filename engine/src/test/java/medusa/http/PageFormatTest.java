package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageFormatTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"-|HTML", "*/*|HTML", "''|HTML", "application/json|JSON",
        "text/plain|TEXT", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8|HTML",
        "application/json, text/plain, */*|JSON", "text/plain, application/json|TEXT", "text/*|HTML",
        "application/*|JSON", "Application/JSON|JSON", "application/json;q=0.5, text/html;q=0.4|JSON",
        "application/json;q=0.5, text/html;q=0.6|HTML", "*/*;q=0.9, application/json;q=0.1|HTML",
        "text/html;q=0, */*|TEXT", "text/html;q=0, text/plain;q=0.0, */*;q=0.001|JSON", "image/png|HTML",
        "*/*;q=0|HTML", "application/json;q=2, text/plain|TEXT", "application/json ; charset=x ; q=1.000|JSON",
        "application/jsonx|HTML", "text/plain;q=, application/json;q=0.2|JSON", ",,;;,=|HTML"})
    void followsAccept(String accept, PageFormat format) {
        assertThat(PageFormat.of(accept)).isEqualTo(format);
    }

    @Test
    void readsOnlySoMuchOfALongField() {
        assertThat(PageFormat.of("a/b,".repeat(20_000) + "text/plain")).isEqualTo(PageFormat.HTML);
    }
}
