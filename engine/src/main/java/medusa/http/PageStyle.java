package medusa.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The look of a page that the server makes itself: one style sheet inside the page, beginning with the colours that all of
/// them share, and the policy that lets a browser apply this sheet and load or run nothing else but what it is told to.
public final class PageStyle {
    private static final String COLOURS = read(PageStyle.class.getResourceAsStream("colours.css"));

    private final String css;
    private final String policy;

    /// @param css rules that follow the shared colours; no `<` in them
    public PageStyle(String css) {
        // On one line: the hash is of what the browser has after it has turned line ends into its own.
        this.css = (COLOURS + css).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("\\s+", " ").strip();
        policy = "default-src 'none'; style-src 'sha256-" + sha256(this.css)
                + "'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /// Reads the rules from resources, which are closed.
    public static PageStyle of(InputStream... css) {
        return new PageStyle(Stream.of(css).map(PageStyle::read).collect(Collectors.joining()));
    }

    /// What stands at the top of every page: encoding, width on phones, an empty icon (or browsers would ask for one), the
    /// style, and the title.
    ///
    /// @param title plain text
    public String head(String title) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <link rel="icon" href="data:,">
                <title>""" + Html.escape(title) + "</title>\n<style>" + css + "</style>\n";
    }

    /// The value of the `Content-Security-Policy` field for the page.
    public String policy() {
        return policy;
    }

    /// The same for a page with this script, which may talk to this server alone, and can put nothing into the page but text:
    /// where browsers know `require-trusted-types-for` they see to that.
    public String policy(PageScript script) {
        return policy + "; script-src " + script.source() + "; connect-src 'self'; require-trusted-types-for 'script'";
    }

    static String read(InputStream css) {
        try (css) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
