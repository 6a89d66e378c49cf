package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

import org.junit.jupiter.api.Test;

/// The digest of `1795369214.96fnord` is `d59d218aa42c420467e9364aec0f2282`, or that without some of its leading zeros.
class ClassicGreetingTest {
    private static final String STAMP = "1795369214.96";

    private static boolean isAnswered(String answer) {
        return ClassicGreeting.isAnswered(STAMP, "fnord", answer);
    }

    @Test
    void eachByteMayLackItsLeadingZero() {
        String whole = HexFormat.of().formatHex(digest());
        assertThat(isAnswered(whole)).isTrue();
        assertThat(isAnswered("d59d218aa42c42467e9364aecf2282")).as("the original's").isTrue();
        int zeros = 0;
        for (int i = 0; i < whole.length(); i += 2) {
            if (whole.charAt(i) == '0') {
                zeros++;
                assertThat(isAnswered(whole.substring(0, i) + whole.substring(i + 1))).as("one left out").isTrue();
            }
        }
        assertThat(zeros).isEqualTo(2);
        assertThat(isAnswered(whole.substring(1))).isFalse();
        assertThat(isAnswered(whole.toUpperCase(Locale.ROOT))).isFalse();
        assertThat(isAnswered("")).isFalse();
    }

    private static byte[] digest() {
        try {
            return MessageDigest.getInstance("MD5")
                    .digest((STAMP + "fnord").getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
