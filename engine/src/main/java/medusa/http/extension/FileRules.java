package medusa.http.extension;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import medusa.filesystem.VirtualPath;
import medusa.http.ReplyField;
import medusa.http.SettingException;
import medusa.metrics.Printable;

/// How a folder and what is below it are shown.
///
/// @param index        names that answer for their folder, in order
/// @param listing      whether a folder without one is listed
/// @param hidden       whether names that begin with a dot are there; `.well-known` (RFC 8615) always is
/// @param cacheControl what caches are told; the first that fits a file counts
/// @param fallback     a file in the folder that answers, with 200, for a path at which there is nothing, unless its last name has a
///                     dot: an application in the browser makes a page of the path, but must not get a page for a picture.
///                     The path alone decides, since an answer that depended on `Accept` would have to say so to every cache
/// @param headers      fields of every answer with content, and of the 304 in its place
/// @param zip          whether `?zip` behind a folder's address gives it as a zip, with all below it
public record FileRules(List<String> index, boolean listing, boolean hidden, List<CacheRule> cacheControl,
        Optional<String> fallback, Map<String, String> headers, boolean zip) {
    /// What everybody expects.
    public static final FileRules DEFAULT = new FileRules(List.of("index.html", "index.htm"), true, false, List.of(),
            Optional.empty(), Map.of(), false);

    /// What the server says itself, or what is not about the answer.
    private static final Set<String> OWN = names("Accept-Ranges", "Allow", "Connection", "Content-Encoding",
            "Content-Length", "Content-Range", "Content-Type", "Date", "ETag", "Keep-Alive", "Last-Modified",
            "Location",
            "Server", "Trailer", "Transfer-Encoding", "Upgrade", "Vary");
    /// What another setting says.
    private static final Map<String, String> ELSEWHERE = Map.of("cache-control", "cache-control",
            "strict-transport-security", "https.hsts");

    /// @param index        copied
    /// @param cacheControl copied
    /// @param headers      copied
    /// @throws SettingException if something in it cannot be
    public FileRules {
        index = List.copyOf(index);
        cacheControl = List.copyOf(cacheControl);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        fallback.ifPresent(FileRules::checkFallback);
        Set<String> names = names();
        headers.forEach((name, value) -> {
            check(name, value);
            if (!names.add(name)) {
                throw new SettingException("expected each field once, found another " + Printable.quoted(name),
                        "headers",
                        name);
            }
        });
    }

    private static Set<String> names(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Collections.addAll(set, names);
        return set;
    }

    private static void checkFallback(String file) {
        try {
            VirtualPath path = Mount.path(file);
            if (!path.isRoot() && !file.endsWith("/") && path.names().stream().noneMatch(FileExtension::isHidden)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new SettingException("expected a file in the folder, such as \"/index.html\", and no hidden one, found "
                + Printable.quoted(file), "fallback");
    }

    private static void check(String name, String value) {
        String elsewhere = ELSEWHERE.get(name.toLowerCase(Locale.ROOT));
        if (OWN.contains(name)) {
            throw new SettingException("expected a field that the server does not set itself, found "
                    + Printable.quoted(name), "headers", name);
        } else if (elsewhere != null) {
            throw new SettingException("expected no field for which there is a setting (" + elsewhere + "), found "
                    + Printable.quoted(name), "headers", name);
        }
        try {
            new ReplyField(name, value);
        } catch (IllegalArgumentException e) {
            throw new SettingException("expected the name of a header field and text of one line, in Latin-1, found "
                    + Printable.quoted(name) + " and " + Printable.quoted(value), "headers", name);
        }
    }
}
