package medusa.http;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import medusa.metrics.Printable;

/// The body of an answer with an error: the status and one sentence, as a small page, as plain text or as JSON. Nothing else
/// is in it, in particular nothing of the request.
///
/// Errors come in floods, and a flood repeats itself: the last page of each status and form is kept, so that the next
/// one costs a comparison. Any thread.
public final class ErrorPage {
    private static final PageStyle STYLE = PageStyle.of(ErrorPage.class.getResourceAsStream("error.css"));
    private static final int FIRST = 400;
    private static final int LAST = 599;
    private static final PageFormat[] FORMATS = PageFormat.values();

    /// Races are harmless: a page is immutable, and whoever misses one makes it again.
    private static final ErrorPage[] KEPT = new ErrorPage[(LAST - FIRST + 1) * FORMATS.length];

    private final String detail;
    private final PageFormat format;
    private final byte[] body;

    private ErrorPage(int status, String detail, PageFormat format) {
        this.detail = detail;
        this.format = format;
        String shown = Printable.line(detail == null ? sentence(status) : detail);
        String text = switch (format) {
            case HTML -> html(status, shown);
            case TEXT -> status + " " + HttpStatus.reason(status) + "\n" + shown + "\n";
            case JSON -> json(status, shown);
        };
        body = text.getBytes(StandardCharsets.UTF_8);
    }

    /// The page for `status`.
    ///
    /// @param status 400 to 599
    /// @param detail one sentence, as [HttpException]'s; null for the status's own
    public static ErrorPage of(int status, String detail, PageFormat format) {
        if (status < FIRST || status > LAST) {
            throw new IllegalArgumentException("not an error: " + status);
        }
        int slot = (status - FIRST) * FORMATS.length + format.ordinal();
        ErrorPage kept = KEPT[slot];
        if (kept == null || !(detail == null ? kept.detail == null : detail.equals(kept.detail))) {
            kept = new ErrorPage(status, detail, format);
            KEPT[slot] = kept;
        }
        return kept;
    }

    /// In UTF-8. Shared with other answers: not to be changed.
    public byte[] body() {
        return body;
    }

    /// The value of the `Content-Type` field.
    public String contentType() {
        return format.contentType();
    }

    /// The value of the `Content-Security-Policy` field, good for every error page.
    public static String policy() {
        return STYLE.policy();
    }

    private static String html(int status, String detail) {
        String reason = HttpStatus.reason(status);
        return STYLE.head(status + " " + reason) + "<main>\n<h1><span>" + status + "</span> " + Html.escape(reason)
                + "</h1>\n<p>" + Html.escape(detail) + "</p>\n"
                + (leadsHome(status) ? "<p><a href=\"/\">Go to the start page</a></p>\n" : "") + "</main>\n";
    }

    private static String json(int status, String detail) {
        StringBuilder json = new StringBuilder("{\"status\":").append(status);
        JsonStringEncoder encoder = JsonStringEncoder.getInstance();
        json.append(",\"error\":\"").append(encoder.quoteAsString(HttpStatus.reason(status)));
        return json.append("\",\"detail\":\"").append(encoder.quoteAsString(detail)).append("\"}\n").toString();
    }

    /// Where a person who followed a link has something to gain from the start page.
    private static boolean leadsHome(int status) {
        return status == 403 || status == 404 || status == 410;
    }

    private static String sentence(int status) {
        return switch (status) {
            case 400 -> "The request could not be understood.";
            case 401 -> "This needs a log-in.";
            case 403 -> "This may not be seen or changed.";
            case 404 -> "There is nothing at this address.";
            case 405 -> "This cannot be done here.";
            case 408 -> "The request took too long to arrive.";
            case 409 -> "This conflicts with what is there already.";
            case 410 -> "What was here is gone for good.";
            case 412 -> "It has changed, or is not as expected.";
            case 413 -> "This is larger than the server accepts.";
            case 414 -> "The address is longer than the server accepts.";
            case 416 -> "There are no such bytes in it.";
            case 429 -> "These are too many requests; please wait a little.";
            case 431 -> "The header is larger than the server accepts.";
            case 500 -> "Something went wrong on the server.";
            case 501 -> "The server cannot do this.";
            case 503 -> "The server cannot answer at the moment; please try again later.";
            case 507 -> "There is no room left for this.";
            default -> status < 500 ? "The request cannot be answered as it is." : "The server could not answer.";
        };
    }
}
