package medusa.http;

import java.util.Locale;

/// The forms in which the server writes the pages it makes itself, and the choice between them by a request's `Accept`
/// (RFC 9110 §12.5.1).
public enum PageFormat {
    /// For browsers, and for whoever does not say.
    HTML("text/html; charset=utf-8", "text/html"),
    /// For people with a terminal.
    TEXT("text/plain; charset=utf-8", "text/plain"),
    /// For programs.
    JSON("application/json", "application/json");

    private static final PageFormat[] ALL = values();

    /// More than any client needs; what comes after them is not read.
    private static final int MOST_ITEMS = 50;

    private final String contentType;
    private final String mediaType;
    private final String range;

    PageFormat(String contentType, String mediaType) {
        this.contentType = contentType;
        this.mediaType = mediaType;
        range = mediaType.substring(0, mediaType.indexOf('/') + 1) + '*';
    }

    /// The value of the `Content-Type` field.
    public String contentType() {
        return contentType;
    }

    /// The form that the client likes best. Between equal ones the more exactly named wins, then the one named first: some
    /// programs send `application/json, text/plain, */*` and mean JSON. Who accepts none of them gets HTML all the same.
    ///
    /// @param accept the field's value, several lines joined by commas; null where there is none
    public static PageFormat of(String accept) {
        // What nearly all send; named exactly, first and without less than full quality, HTML cannot lose.
        if (accept == null || accept.equals("*/*") || accept.startsWith("text/html,")) {
            return HTML;
        }
        String[] items = accept.toLowerCase(Locale.ROOT).split(",", MOST_ITEMS);
        PageFormat best = HTML;
        long bestRank = 0;
        for (PageFormat format : ALL) {
            long rank = format.rank(items);
            if (rank > bestRank) {
                bestRank = rank;
                best = format;
            }
        }
        return best;
    }

    /// 0 for what is not accepted, else quality, then how exactly the form is named, then how early.
    private long rank(String[] items) {
        int exactness = -1;
        long rank = 0;
        for (int i = 0; i < items.length; i++) {
            int semicolon = items[i].indexOf(';');
            String media = (semicolon < 0 ? items[i] : items[i].substring(0, semicolon)).strip();
            int found = media.equals(mediaType) ? 2 : media.equals(range) ? 1 : media.equals("*/*") ? 0 : -1;
            if (found > exactness) {
                exactness = found;
                long quality = semicolon < 0 ? 1000 : quality(items[i].substring(semicolon));
                rank = quality == 0 ? 0 : (quality * 4 + found << 20) + Math.max(0, (1 << 20) - 1 - i);
            }
        }
        return rank;
    }

    /// In thousandths. What is no quality counts as none.
    private static int quality(String parameters) {
        for (String parameter : parameters.split(";")) {
            String text = parameter.strip();
            if (text.startsWith("q=")) {
                String number = text.substring(2);
                return number.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")
                        ? (int) Math.round(Double.parseDouble(number) * 1000)
                        : 0;
            }
        }
        return 1000;
    }
}
