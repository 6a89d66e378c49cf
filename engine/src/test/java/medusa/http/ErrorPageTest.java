package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ErrorPageTest {

    private static String body(int status, String detail, PageFormat format) {
        return new String(ErrorPage.of(status, detail, format).body(), StandardCharsets.UTF_8);
    }

    @Test
    void saysTheStatusAndOneSentence() {
        assertThat(body(404, null, PageFormat.HTML)).startsWith("<!doctype html>\n<html lang=\"en\">\n").endsWith("""
                </style>
                <main>
                <h1><span>404</span> Not Found</h1>
                <p>There is nothing at this address.</p>
                <p><a href="/">Go to the start page</a></p>
                </main>
                """);
        assertThat(body(404, "No such thing.", PageFormat.TEXT)).isEqualTo("404 Not Found\nNo such thing.\n");
        assertThat(body(404, "No such thing.", PageFormat.JSON))
                .isEqualTo("{\"status\":404,\"error\":\"Not Found\",\"detail\":\"No such thing.\"}\n");
        assertThat(body(400, null, PageFormat.HTML)).doesNotContain("<a ");
        assertThat(ErrorPage.of(404, null, PageFormat.JSON).contentType()).isEqualTo("application/json");
    }

    @Test
    void escapesTheDetail() throws Exception {
        String detail = "<script>alert(\"1\")</script>&'\n\u202e\\";
        assertThat(body(400, detail, PageFormat.HTML))
                .contains("<p>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;\\n\\u202e\\</p>");
        assertThat(body(400, detail, PageFormat.TEXT).lines()).hasSize(2);
        assertThat(new ObjectMapper().readTree(body(400, detail, PageFormat.JSON)).get("detail").asText())
                .isEqualTo("<script>alert(\"1\")</script>&'\\n\\u202e\\");
    }

    @Test
    void keepsThePageThatWasAskedForLast() {
        ErrorPage page = ErrorPage.of(503, "Full.", PageFormat.HTML);
        assertThat(ErrorPage.of(503, "Full.", PageFormat.HTML)).isSameAs(page);
        assertThat(body(503, "Closing.", PageFormat.HTML)).contains("<p>Closing.</p>");
        assertThat(body(503, null, PageFormat.HTML)).contains("try again later");
        assertThat(body(503, "Full.", PageFormat.HTML)).contains("<p>Full.</p>");
    }

    @Test
    void hasAPageForEveryError() {
        for (int status = 400; status < 600; status++) {
            for (PageFormat format : PageFormat.values()) {
                assertThat(body(status, null, format)).contains(Integer.toString(status)).endsWith("\n");
            }
        }
        assertThatThrownBy(() -> ErrorPage.of(200, null, PageFormat.HTML)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ErrorPage.of(600, null, PageFormat.HTML)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isSmall() {
        assertThat(ErrorPage.of(404, null, PageFormat.HTML).body().length).isLessThan(2000);
    }
}
