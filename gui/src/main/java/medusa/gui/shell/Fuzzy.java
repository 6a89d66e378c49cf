package medusa.gui.shell;

import java.util.Locale;

/// How well a text fits what somebody has typed: each word of it must be found, whole or as letters in their order.
final class Fuzzy {
    /// Does not fit.
    static final int NONE = -1;
    private static final int BEGINS = 100;
    private static final int BEGINS_WORD = 80;
    private static final int CONTAINS = 50;
    private static final int LETTERS = 10;

    private Fuzzy() {}

    /// More is better; 0 for nothing typed.
    static int score(String typed, String text) {
        String where = text.toLowerCase(Locale.ROOT);
        int sum = 0;
        for (String word : typed.toLowerCase(Locale.ROOT).strip().split("\\s+")) {
            int score = word.isEmpty() ? 0 : word(word, where);
            if (score == NONE) {
                return NONE;
            }
            sum += score;
        }
        return sum;
    }

    private static int word(String word, String text) {
        if (text.startsWith(word)) {
            return BEGINS;
        }
        if (text.contains(" " + word)) {
            return BEGINS_WORD;
        }
        return text.contains(word) ? CONTAINS : inOrder(word, text) ? LETTERS : NONE;
    }

    private static boolean inOrder(String letters, String text) {
        int at = -1;
        for (char letter : letters.toCharArray()) {
            at = text.indexOf(letter, at + 1);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }
}
