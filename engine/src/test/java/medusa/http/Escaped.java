package medusa.http;

/// Bytes as a line of text that can be read, and copied into a test.
final class Escaped {
    private static final int MOST = 4000;

    private Escaped() {}

    static String of(String bytes) {
        StringBuilder text = new StringBuilder();
        for (char c : bytes.substring(0, Math.min(MOST, bytes.length())).toCharArray()) {
            switch (c) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '"', '\\' -> text.append('\\').append(c);
                default -> text.append(c >= ' ' && c < 0x7f ? String.valueOf(c) : String.format("\\u%04x", (int) c));
            }
        }
        return text + (bytes.length() > MOST ? "… of " + bytes.length() : "");
    }
}
