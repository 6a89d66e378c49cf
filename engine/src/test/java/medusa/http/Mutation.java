package medusa.http;

import java.util.List;
import java.util.SplittableRandom;

/// Inputs that are nearly right: what a parser is most likely to stumble over.
final class Mutation {
    private static final String SPECIAL = "\r\n \t:;,=\"%/?#*0159afgHT.\0\u0001\u007f\u0080\u00ff\\-+";

    private Mutation() {}

    /// One of `seeds` with one to four changes.
    static String of(List<String> seeds, SplittableRandom random) {
        StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + random.nextInt(8));
            char c = random.nextInt(3) == 0
                    ? (char) random.nextInt(256)
                    : SPECIAL.charAt(random.nextInt(SPECIAL.length()));
            switch (random.nextInt(6)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, text.substring(at, to));
                case 2 -> text.insert(at, c);
                case 3 -> text.insert(at, "\r\n");
                case 4 -> {
                    String other = seeds.get(random.nextInt(seeds.size()));
                    int from = random.nextInt(other.length());
                    text.insert(at, other, from, Math.min(other.length(), from + 30));
                }
                default -> {
                    if (at < text.length()) {
                        text.setCharAt(at, c);
                    }
                }
            }
        }
        return text.toString();
    }
}
