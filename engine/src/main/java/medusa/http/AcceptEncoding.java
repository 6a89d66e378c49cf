package medusa.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The codings in which a client takes an answer (RFC 9110 §12.5.3).
///
/// Without the field it is sent as it is, though anything would be allowed: programs that do not ask for compression mostly
/// cannot undo it. What cannot be read counts for nothing, and of a coding that is named twice the smaller weight counts.
///
/// @param acceptable what the client likes best comes first; [ContentCoding#IDENTITY] is among them unless it was refused,
///                   and last if nothing was said about it
public record AcceptEncoding(List<ContentCoding> acceptable) {
    private static final AcceptEncoding ONLY_IDENTITY = new AcceptEncoding(List.of(ContentCoding.IDENTITY));
    private static final int FULL = 1000;
    private static final int UNSAID = -1;

    /// @param acceptable copied
    public AcceptEncoding {
        acceptable = List.copyOf(acceptable);
    }

    /// What a request says.
    public static AcceptEncoding of(Headers headers) {
        if (!headers.contains("accept-encoding")) {
            return ONLY_IDENTITY;
        }
        List<String> items = headers.tokens("accept-encoding");
        int others = UNSAID;
        int[] weights = new int[ContentCoding.values().length];
        Arrays.fill(weights, UNSAID);
        for (String item : items) {
            int semicolon = item.indexOf(';');
            String name = semicolon < 0 ? item : Headers.trim(item.substring(0, semicolon));
            int weight = semicolon < 0 ? FULL : Accept.weight(Headers.trim(item.substring(semicolon + 1)));
            if (name.equals("*")) {
                others = smaller(others, weight);
            }
            for (ContentCoding coding : ContentCoding.values()) {
                if (coding.isCalled(name)) {
                    weights[coding.ordinal()] = smaller(weights[coding.ordinal()], weight);
                }
            }
        }
        return ranked(weights, others);
    }

    private static int smaller(int known, int weight) {
        return known == UNSAID || weight != UNSAID && weight < known ? weight : known;
    }

    private static AcceptEncoding ranked(int[] weights, int others) {
        List<ContentCoding> acceptable = new ArrayList<>(weights.length);
        for (ContentCoding coding : ContentCoding.values()) {
            int i = coding.ordinal();
            weights[i] = weights[i] == UNSAID ? others : weights[i];
            if (weights[i] > 0 || weights[i] == UNSAID && coding == ContentCoding.IDENTITY) {
                acceptable.add(coding);
            }
        }
        acceptable.sort(Comparator.comparingInt(coding -> -weights[coding.ordinal()])); // a stable sort
        return new AcceptEncoding(acceptable);
    }

    /// Whether gzip is liked at least as well as the answer as it is.
    public boolean prefersGzip() {
        int gzip = acceptable.indexOf(ContentCoding.GZIP);
        int identity = acceptable.indexOf(ContentCoding.IDENTITY);
        return gzip >= 0 && (identity < 0 || gzip < identity);
    }

    /// Whether an answer as it is was ruled out.
    public boolean refusesIdentity() {
        return !acceptable.contains(ContentCoding.IDENTITY);
    }
}
