package medusa.http;

import java.io.InputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A script inside a page that the server makes itself. A browser runs it where the page's policy names it
/// ([PageStyle#policy(PageScript)]), and no other.
public final class PageScript {
    private final String text;
    private final String hash;

    /// @param text of functions and constants that nobody else is to see, without `</script` and `<!--`; lines are sent without
    ///             what they are indented by, and those that begin with `//` not at all
    public PageScript(String text) {
        this.text = text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("//"))
                .collect(Collectors.joining("\n", "(() => {\n\"use strict\";\n", "\n})();"));
        if (this.text.contains("</script") || this.text.contains("<!--")) {
            throw new IllegalArgumentException("the script would end its own element");
        }
        hash = PageStyle.sha256(this.text);
    }

    /// Reads it from resources, which are closed.
    public static PageScript of(InputStream... parts) {
        return new PageScript(Stream.of(parts).map(PageStyle::read).collect(Collectors.joining()));
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
