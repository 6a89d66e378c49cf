package medusa.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Chooses a form of an answer by the Accept header (RFC 9110 §12.4.2, §12.5.1).
public final class Accept {
    private static final int FULL = 1000;
    private static final int UNSAID = -1;

    private Accept() {}

    /// The type that the client likes best; of those that it likes equally, the first one offered.
    ///
    /// A range that cannot be read, and one with parameters, counts for nothing.
    ///
    /// @param offered types such as `text/html`, in lower case, the server's favourite first
    /// @return empty if the client wants none of them; the answer may be 406 or the first one all the same
    public static Optional<String> choose(Headers headers, List<String> offered) {
        List<String> ranges = headers.tokens("accept");
        if (ranges.isEmpty()) {
            return offered.stream().findFirst();
        }
        String best = null;
        int bestQuality = 0;
        for (String type : offered) {
            int quality = quality(type, ranges);
            if (quality > bestQuality) {
                best = type;
                bestQuality = quality;
            }
        }
        return Optional.ofNullable(best);
    }

    /// The most exact range decides: a type, then `text/*`, then `*/*`.
    private static int quality(String type, List<String> ranges) {
        String family = type.substring(0, type.indexOf('/')) + "/*";
        for (String wanted : new String[]{type, family, "*/*"}) {
            int quality = UNSAID;
            for (String range : ranges) {
                quality = Math.max(quality, quality(range, wanted));
            }
            if (quality != UNSAID) {
                return quality;
            }
        }
        return 0;
    }

    /// In thousandths; [#UNSAID] if `range` is about something else.
    private static int quality(String range, String wanted) {
        int semicolon = range.indexOf(';');
        String name = semicolon < 0 ? range : Headers.trim(range.substring(0, semicolon));
        if (!name.equals(wanted)) {
            return UNSAID;
        }
        return semicolon < 0 ? FULL : weight(Headers.trim(range.substring(semicolon + 1)));
    }

    /// `q=0.5` (RFC 9110 §12.4.2), and nothing behind it.
    static int weight(String parameter) {
        String weight = parameter.toLowerCase(Locale.ROOT);
        if (!weight.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
            return UNSAID;
        }
        String digits = weight.substring(2).replace(".", "");
        return Integer.parseInt(digits) * switch (digits.length()) {
            case 1 -> 1000;
            case 2 -> 100;
            case 3 -> 10;
            default -> 1;
        };
    }
}
