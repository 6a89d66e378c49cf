package medusa.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

import medusa.metrics.Printable;
import medusa.metrics.Spelling;
import medusa.tls.TlsSettings;

/// Whether the names of cipher suites are right, and some of them can be used.
final class CipherSuites {
    private static final String KEY = "tls.cipher-suites";

    private CipherSuites() {}

    /// @param problems takes the key and the text of each problem
    static void check(ServerConfig.Tls tls, BiConsumer<String, String> problems) {
        List<String> suites = tls.cipherSuites();
        List<String> known = TlsSettings.knownSuites();
        for (int i = 0; i < suites.size(); i++) {
            if (!known.contains(suites.get(i))) {
                problems.accept(Keys.element(KEY, i), "expected the name of a cipher suite that this Java knows, found "
                        + Printable.quoted(suites.get(i)) + hint(suites.get(i), known));
            }
        }
        if (known.containsAll(suites) && suites.stream()
                .noneMatch(suite -> tls.protocols().stream().anyMatch(each -> TlsSettings.fits(suite, each)))) {
            problems.accept(KEY, "expected a suite for " + String.join(" or ", tls.protocols())
                    + ", found none; for example " + example(tls.protocols()));
        }
    }

    private static String hint(String found, List<String> known) {
        Map<String, String> plain = new LinkedHashMap<>();
        known.forEach(suite -> plain.putIfAbsent(plain(suite), suite));
        return Spelling.closest(plain(found), plain.keySet()).map(close -> "; did you mean " + plain.get(close) + "?")
                .orElseGet(() -> "; for example " + example(List.of("TLSv1.3")) + " or " + example(List.of("TLSv1.2")));
    }

    /// What the names of the IANA have in common with those of OpenSSL, which many know better.
    private static String plain(String suite) {
        return suite.toUpperCase(Locale.ROOT).replaceAll("^TLS|_WITH_|[^A-Z0-9]", "");
    }

    private static String example(List<String> protocols) {
        return TlsSettings.MODERN_SUITES.stream()
                .filter(suite -> protocols.stream().anyMatch(each -> TlsSettings.fits(suite, each))).findFirst()
                .orElseThrow();
    }
}
