package medusa.http;

/// Text into HTML.
public final class Html {
    private Html() {}

    /// `text` so that it stands for itself in an element and in a quoted attribute, whatever it is.
    public static String escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (entity(text.charAt(i)) != null) {
                return escapeFrom(i, text);
            }
        }
        return text;
    }

    private static String escapeFrom(int start, String text) {
        StringBuilder html = new StringBuilder(text.length() + 32).append(text, 0, start);
        for (int i = start; i < text.length(); i++) {
            String entity = entity(text.charAt(i));
            if (entity == null) {
                html.append(text.charAt(i));
            } else {
                html.append(entity);
            }
        }
        return html.toString();
    }

    private static String entity(char c) {
        return switch (c) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> null;
        };
    }
}
