package medusa.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// A script inside a page that the server makes itself. A browser runs it where the page's policy names it
/// ([PageStyle#policy(PageScript)]), and no other.
public final class PageScript {
    private final String text;
    private final String hash;

    /// @param text without `</script` and `<!--`; lines are sent without what they are indented by, and those that begin with
    ///             `//` not at all
    public PageScript(String text) {
        this.text = text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("//"))
                .collect(Collectors.joining("\n"));
        if (this.text.contains("</script") || this.text.contains("<!--")) {
            throw new IllegalArgumentException("the script would end its own element");
        }
        hash = PageStyle.sha256(this.text);
    }

    /// Reads it from a resource, which is closed.
    public static PageScript of(InputStream script) {
        try (script) {
            return new PageScript(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// For behind all that it works on.
    public String element() {
        return "<script>" + text + "</script>\n";
    }

    /// As policies name it.
    String source() {
        return "'sha256-" + hash + "'";
    }
}
