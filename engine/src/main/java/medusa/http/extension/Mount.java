package medusa.http.extension;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import medusa.filesystem.VirtualPath;
import medusa.http.Setting;
import medusa.http.SettingException;
import medusa.metrics.Printable;

/// A folder of this machine at a place in the tree that clients see. What it leaves out is as around it; but for `fallback`,
/// which would be another file there.
///
/// @param path         normalised, from the root on
/// @param folder       what is shown there
/// @param index        see [FileRules], as those that follow
/// @param listing      see there
/// @param hidden       see there
/// @param cacheControl see there
/// @param fallback     see there
/// @param headers      see there
/// @param zip          see there
public record Mount(
        @Setting(about = "Where clients find it: \"/docs\" is that path, and whatever is below it.") String path,
        @Setting(about = "The folder of this machine that is shown there.") Path folder,
        @Setting(about = "Names that answer for their folder, the first that exists.") Optional<List<String>> index,
        @Setting(about = "Whether a folder without such a file is listed.") Optional<Boolean> listing,
        @Setting(about = "Whether names that begin with a dot are served and listed.") Optional<Boolean> hidden,
        @Setting(about = "What caches are told of which files; the first that fits counts.") Optional<List<CacheRule>> cacheControl,
        @Setting(about = "A file in the folder that answers where there is nothing, unless the last name of the path has a "
                + "dot: for applications in the browser that make their pages of the path.") Optional<String> fallback,
        @Setting(about = "Fields of every answer with content, and of the 304 in its place.") Optional<Map<String, String>> headers,
        @Setting(about = "Whether ?zip behind a folder's address gives it as a zip, with all below it.") Optional<Boolean> zip) {

    /// @throws SettingException if something in it cannot be
    public Mount {
        boolean valid;
        try {
            valid = path.startsWith("/") && path(path).toString().equals(bytes(path));
        } catch (IllegalArgumentException e) {
            valid = false;
        }
        if (!valid) {
            throw new SettingException(
                    "expected a path such as \"/docs\", without \"..\" and without a slash at its end, found "
                            + Printable.quoted(path),
                    "path");
        }
        rules(FileRules.DEFAULT, index, listing, hidden, cacheControl, fallback, headers, zip);
    }

    /// Text of a configuration as a path.
    static VirtualPath path(String text) {
        return VirtualPath.parse(bytes(text));
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// Where it is.
    public VirtualPath at() {
        return path(path);
    }

    /// @param around the rules for what it leaves out
    public FileRules rules(FileRules around) {
        return rules(around, index, listing, hidden, cacheControl, fallback, headers, zip);
    }

    private static FileRules rules(FileRules around, Optional<List<String>> index, Optional<Boolean> listing,
            Optional<Boolean> hidden, Optional<List<CacheRule>> cacheControl, Optional<String> fallback,
            Optional<Map<String, String>> headers, Optional<Boolean> zip) {
        return new FileRules(index.orElse(around.index()), listing.orElse(around.listing()),
                hidden.orElse(around.hidden()), cacheControl.orElse(around.cacheControl()), fallback,
                headers.orElse(around.headers()), zip.orElse(around.zip()));
    }
}
