package medusa.http.extension;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import medusa.http.Extension;
import medusa.http.ExtensionType;
import medusa.http.HttpRequest;
import medusa.http.ReplyField;
import medusa.http.Setting;
import medusa.metrics.Printable;

/// Adds header fields by which browsers protect those who visit a site. A reply that has a field of that name itself keeps its
/// own, as the pages for errors and folders do, whose `Content-Security-Policy` allows nothing but their own style; and an
/// extension of this kind within a virtual host counts before one outside.
public final class SecurityHeadersExtension implements Extension {
    /// What a configuration asks for.
    public static final ExtensionType<Settings> TYPE = ExtensionType.of("security-headers",
            "adds header fields by which browsers protect visitors, to the replies of the extensions behind it",
            Settings.class, (settings, context) -> new SecurityHeadersExtension(settings));

    /// Each empty for none.
    ///
    /// @param fields by name
    public record Settings(
            @Setting(about = "X-Content-Type-Options: no guessing of types.", standard = "\"nosniff\"") String contentTypeOptions,
            @Setting(about = "Referrer-Policy: other sites learn from where a visitor comes, but no path.", standard = "\"strict-origin-when-cross-origin\"") String referrerPolicy,
            @Setting(about = "Content-Security-Policy: the default lets a page load and run what it likes, but no plugins, and "
                    + "keeps other sites from framing it. Much stricter ones are better, if the pages are made for them.", standard = "\"base-uri 'self'; frame-ancestors 'self'; object-src 'none'\"") String contentSecurityPolicy,
            @Setting(about = "Permissions-Policy: which devices a page may ask for.", standard = "\"camera=(), geolocation=(), microphone=()\"") String permissionsPolicy,
            @Setting(about = "X-Frame-Options: as frame-ancestors, for old browsers.", standard = "\"SAMEORIGIN\"") String frameOptions,
            @Setting(about = "Cross-Origin-Opener-Policy: whether pages of other sites share a window's scripts.", standard = "\"same-origin-allow-popups\"") String crossOriginOpenerPolicy,
            @Setting(about = "Cross-Origin-Resource-Policy: which sites may embed what is here.", standard = "\"same-site\"") String crossOriginResourcePolicy,
            @Setting(about = "Cross-Origin-Embedder-Policy: \"require-corp\" for pages that need exact clocks and shared memory.", standard = "\"\"") String crossOriginEmbedderPolicy,
            @Setting(about = "Any others, by name: { X-Robots-Tag = \"noindex\" }.", standard = "{}") Map<String, String> fields) {
        /// @param fields copied
        public Settings {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
            check(named(contentTypeOptions, referrerPolicy, contentSecurityPolicy, permissionsPolicy, frameOptions,
                    crossOriginOpenerPolicy, crossOriginResourcePolicy, crossOriginEmbedderPolicy), fields);
        }

        /// The fields that have settings of their own.
        Map<String, String> named() {
            return named(contentTypeOptions, referrerPolicy, contentSecurityPolicy, permissionsPolicy, frameOptions,
                    crossOriginOpenerPolicy, crossOriginResourcePolicy, crossOriginEmbedderPolicy);
        }

        private static Map<String, String> named(String... values) {
            Map<String, String> named = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                named.put(NAMES.get(i), values[i]);
            }
            return named;
        }

        private static void check(Map<String, String> named, Map<String, String> free) {
            Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            names.addAll(NAMES);
            named.forEach(Settings::check);
            free.forEach((name, value) -> {
                check(name, value);
                if (name.equalsIgnoreCase(HSTS)) {
                    throw new IllegalArgumentException(
                            "expected https.hsts to be set instead, which is said over TLS alone, found the field "
                                    + HSTS);
                }
                if (!names.add(name)) {
                    throw new IllegalArgumentException(
                            "expected each field in one place, found two for " + name.toLowerCase(Locale.ROOT));
                }
            });
        }

        private static void check(String name, String value) {
            try {
                new ReplyField(name, value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "expected the name and the value of a header field of a reply, found "
                                + Printable.quoted(name + ": " + value) + ": " + e.getMessage());
            }
        }
    }

    private static final String HSTS = "Strict-Transport-Security";
    /// In the order of the settings.
    private static final List<String> NAMES = List.of("X-Content-Type-Options", "Referrer-Policy",
            "Content-Security-Policy", "Permissions-Policy", "X-Frame-Options", "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy", "Cross-Origin-Embedder-Policy");

    private final List<ReplyField> fields = new ArrayList<>();

    SecurityHeadersExtension(Settings settings) {
        settings.named().forEach(this::add);
        settings.fields().forEach(this::add);
    }

    private void add(String name, String value) {
        if (!value.isBlank()) {
            fields.add(new ReplyField(name, value));
        }
    }

    @Override
    public String name() {
        return "security-headers";
    }

    @Override
    public boolean match(HttpRequest request) {
        fields.forEach(request::addDefaultToReply);
        return false;
    }

    /// Never asked to.
    @Override
    public void handle(HttpRequest request) {
        throw new IllegalStateException("this answers nothing");
    }
}
