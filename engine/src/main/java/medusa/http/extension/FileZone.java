package medusa.http.extension;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import medusa.filesystem.VirtualPath;
import medusa.http.HttpReply;
import medusa.http.MimeTypes;
import medusa.http.ReplyField;

/// The part of a tree for which one set of rules counts: a folder and all below it, but for the zones further down. Immutable.
final class FileZone {
    private record Caching(NamePattern files, ReplyField field) {}

    private final VirtualPath at;
    private final FileRules rules;
    private final VirtualPath fallback;
    private final List<Caching> caching;
    private final List<ReplyField> fields;

    private FileZone(VirtualPath at, FileRules rules) {
        this.at = at;
        this.rules = rules;
        fallback = rules.fallback().map(file -> Stream.concat(at.names().stream(), Mount.path(file).names().stream())
                .reduce(VirtualPath.ROOT, VirtualPath::resolve, (a, b) -> b)).orElse(null);
        caching = rules.cacheControl().stream().map(
                rule -> new Caching(new NamePattern(rule.match()), new ReplyField(CacheRule.FIELD, rule.value())))
                .toList();
        fields = rules.headers().entrySet().stream().map(field -> new ReplyField(field.getKey(), field.getValue()))
                .toList();
    }

    /// Those of a tree, so that the first that covers a path is the one that counts.
    ///
    /// @param root   for what no mount covers
    /// @param mounts by where they are
    static List<FileZone> of(FileRules root, Map<VirtualPath, FileRules> mounts) {
        List<FileZone> zones = new ArrayList<>();
        mounts.forEach((path, rules) -> zones.add(new FileZone(path, rules)));
        zones.sort(Comparator.comparingInt(zone -> -zone.at.names().size()));
        zones.add(new FileZone(VirtualPath.ROOT, root));
        return List.copyOf(zones);
    }

    /// The one of `zones` that counts.
    static FileZone around(VirtualPath path, List<FileZone> zones) {
        for (FileZone zone : zones) {
            if (path.startsWith(zone.at)) {
                return zone;
            }
        }
        throw new IllegalArgumentException("no zone covers the root");
    }

    FileRules rules() {
        return rules;
    }

    /// Whether there is nothing at a path because of its name. The administrator's own words do not count: where the zone
    /// begins.
    boolean hides(VirtualPath path) {
        if (rules.hidden()) {
            return false;
        }
        List<String> names = path.names();
        for (int i = at.names().size(); i < names.size(); i++) {
            if (FileExtension.isHidden(names.get(i))) {
                return true;
            }
        }
        return false;
    }

    /// What answers for a path at which there is nothing; null for nothing.
    VirtualPath fallbackFor(VirtualPath path) {
        return path.name().indexOf('.') < 0 ? fallback : null;
    }

    FileLabel label(VirtualPath path, MimeTypes types) {
        VirtualPath here = path.below(at);
        List<ReplyField> all = new ArrayList<>(fields);
        caching.stream().filter(rule -> rule.files().matches(here)).findFirst()
                .ifPresent(rule -> all.add(rule.field()));
        return new FileLabel(types.of(path.name()), List.copyOf(all));
    }

    /// Adds what every reply with content has.
    ///
    /// @param reply that says nothing of these itself
    HttpReply addTo(HttpReply reply) {
        fields.forEach(field -> reply.header(field.name(), field.value()));
        return reply;
    }
}
