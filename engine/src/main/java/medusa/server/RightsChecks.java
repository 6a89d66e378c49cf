package medusa.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import medusa.auth.Rights;
import medusa.filesystem.VirtualPath;
import medusa.http.extension.Mount;
import medusa.metrics.Printable;

/// What the types of the settings cannot say about the table of rights; and whether clients could change by it what the server
/// itself lives by: whoever can put a JAR into `extensions-folder`, or himself into `users`, has the server.
final class RightsChecks {
    private final ServerConfig config;
    private final BiConsumer<String, Supplier<String>> problems;

    /// @param problems takes the key and the text of each problem
    RightsChecks(ServerConfig config, BiConsumer<String, Supplier<String>> problems) {
        this.config = config;
        this.problems = problems;
    }

    /// @param file where the settings come from, if they come from a file
    void check(Optional<Path> file) {
        boolean sound = true;
        for (int i = 0; i < config.rights().size(); i++) {
            sound &= check(Keys.element("rights", i), config.rights().get(i));
        }
        if (sound) {
            Rights rights = RightsSettings.of(config).table();
            if (rights.isWritable()) {
                checkOwn(rights, file);
            }
        }
    }

    private boolean check(String key, ServerConfig.RightsRule rule) {
        boolean sound = true;
        if (!RightsSettings.isPath(rule.path())) {
            sound = problem(Keys.child(key, "path"),
                    "expected a path such as \"/incoming\", without \"..\" and without a slash at its end, found "
                            + Printable.quoted(rule.path()));
        }
        if (rule.who().isEmpty()) {
            sound = problem(Keys.child(key, "who"), "expected names, \"@group\", \"@users\" or \"*\", found nothing");
        }
        for (String who : rule.who()) {
            if (who.isBlank() || who.equals("@") || !who.equals(who.strip()) || who.length() > 1 && who.contains("*")) {
                sound = problem(Keys.child(key, "who"), "expected names, \"@group\", \"@users\" or \"*\", found "
                        + Printable.quoted(who));
            }
        }
        if (new HashSet<>(rule.may()).size() < rule.may().size()) {
            sound = problem(Keys.child(key, "may"), "expected each right once, found one of them twice");
        }
        return sound;
    }

    private boolean problem(String key, String text) {
        problems.accept(key, () -> text);
        return false;
    }

    // ---- what the server lives by ----

    private void checkOwn(Rights rights, Optional<Path> file) {
        Map<VirtualPath, Path> served = served();
        own(file).forEach((key, path) -> {
            try {
                Path real = real(path);
                for (VirtualPath at : places(real, served)) {
                    if (rights.isWritable(at.names())) {
                        problem(key, "expected a place that no client may write to, found " + real + ", which is "
                                + at.display() + " to clients, some of whom may; keep it elsewhere, or forbid that"
                                + " path in rights");
                    }
                }
            } catch (IOException e) {
                // Not there: what it is for says so.
            }
        });
    }

    private Map<VirtualPath, Path> served() {
        Map<VirtualPath, Path> served = new LinkedHashMap<>();
        served.put(VirtualPath.ROOT, config.root());
        for (Mount mount : config.mounts()) {
            served.put(mount.at(), mount.folder());
        }
        return served;
    }

    /// Where clients see a path of this machine; at several places if folders are served within others.
    private static List<VirtualPath> places(Path real, Map<VirtualPath, Path> served) throws IOException {
        List<VirtualPath> places = new ArrayList<>();
        for (Map.Entry<VirtualPath, Path> each : served.entrySet()) {
            Path folder = real(each.getValue());
            if (real.startsWith(folder)) {
                VirtualPath at = each.getKey();
                for (Path name : folder.relativize(real)) {
                    at = name.toString().isEmpty() ? at : at.resolve(RightsSettings.bytes(name.toString()));
                }
                places.add(at);
            }
        }
        return places;
    }

    /// Where a path leads; of one that is not there yet, where the folder leads in which it would be made.
    private static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.exists(absolute) || absolute.getParent() == null) {
            return absolute.toRealPath();
        }
        return real(absolute.getParent()).resolve(absolute.getFileName());
    }

    /// By their settings.
    private Map<String, Path> own(Optional<Path> file) {
        Map<String, Path> own = new LinkedHashMap<>();
        file.ifPresent(path -> own.put("", path));
        config.users().ifPresent(path -> own.put("users", path));
        config.monitor().users().ifPresent(path -> own.put("monitor.users", path));
        config.classicMonitor().passwordFile().ifPresent(path -> own.put("classic-monitor.password-file", path));
        JarExtensions.folder(config.extensionsFolder()).ifPresent(path -> own.put("extensions-folder", path));
        own.put("state-folder", Secured.stateFolder(config));
        config.log().file().ifPresent(path -> own.put("log.file", path));
        config.http().accessLog().file().ifPresent(path -> own.put("http.access-log", path));
        config.tls().clientCaFile().ifPresent(path -> own.put("tls.client-ca-file", path));
        List<ServerConfig.CertificateFiles> certificates = config.tls().certificates();
        for (int i = 0; i < certificates.size(); i++) {
            String key = Keys.element("tls.certificates", i);
            ServerConfig.CertificateFiles files = certificates.get(i);
            own.put(Keys.child(key, "certificate"), files.certificate());
            files.key().ifPresent(path -> own.put(Keys.child(key, "key"), path));
            files.passwordFile().ifPresent(path -> own.put(Keys.child(key, "password-file"), path));
        }
        return own;
    }
}
