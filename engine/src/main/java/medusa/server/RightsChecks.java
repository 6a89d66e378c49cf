package medusa.server;

import java.io.File;
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
/// itself lives by: whoever can put a JAR into `extensions-folder`, or himself into `users`, has the server; and who can read
/// `users` can guess passwords at home.
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
            checkOwn(RightsSettings.of(config).table(), file);
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

    /// Something of the server's own.
    ///
    /// @param key    the setting that names it
    /// @param folder whether all in it is
    /// @param secret whether who reads it could log in, or pretend to be the server
    private record Own(String key, Path path, boolean folder, boolean secret) {}

    private void checkOwn(Rights rights, Optional<Path> file) {
        Map<VirtualPath, Path> served = served();
        for (Own own : own(file)) {
            try {
                Path real = real(own.path());
                for (VirtualPath at : places(real, served)) {
                    check(own, real, at, rights);
                }
            } catch (IOException e) {
                // Not there: what it is for says so.
            }
        }
    }

    private void check(Own own, Path real, VirtualPath at, Rights rights) {
        boolean changes = own.folder() ? rights.isWritableWithin(at.names()) : rights.isWritable(at.names());
        if (changes || own.secret() && !isHidden(at) && rights.isReadable(at.names())) {
            problem(own.key(),
                    "expected a place that no client may %s, found %s, which is %s to clients, some of whom may;"
                            .formatted(changes ? "write to" : "read", real, at.display())
                            + " keep it elsewhere, or forbid that path in rights");
        }
    }

    /// Whether nobody is shown it because of a name on the way.
    private boolean isHidden(VirtualPath path) {
        return !config.http().hidden() && config.mounts().stream().noneMatch(mount -> mount.hidden().orElse(false))
                && path.names().stream().anyMatch(name -> name.startsWith("."));
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

    private List<Own> own(Optional<Path> file) {
        List<Own> own = new ArrayList<>();
        file.ifPresent(path -> own.add(new Own("", path, false, false)));
        program().forEach(path -> own.add(new Own("root", path, true, false)));
        config.users().ifPresent(path -> own.add(new Own("users", path, false, true)));
        config.monitor().users().ifPresent(path -> own.add(new Own("monitor.users", path, false, true)));
        config.classicMonitor().passwordFile()
                .ifPresent(path -> own.add(new Own("classic-monitor.password-file", path, false, true)));
        JarExtensions.folder(config.extensionsFolder())
                .ifPresent(path -> own.add(new Own("extensions-folder", path, true, false)));
        own.add(new Own("state-folder", Secured.stateFolder(config), true, true));
        config.log().file().ifPresent(path -> own.add(new Own("log.file", path, false, false)));
        config.http().accessLog().file().ifPresent(path -> own.add(new Own("http.access-log", path, false, false)));
        config.tls().clientCaFile().ifPresent(path -> own.add(new Own("tls.client-ca-file", path, false, false)));
        for (int i = 0; i < config.tls().certificates().size(); i++) {
            String key = Keys.element("tls.certificates", i);
            ServerConfig.CertificateFiles files = config.tls().certificates().get(i);
            own.add(new Own(Keys.child(key, "certificate"), files.certificate(), false, files.key().isEmpty()));
            files.key().ifPresent(path -> own.add(new Own(Keys.child(key, "key"), path, false, true)));
            files.passwordFile()
                    .ifPresent(path -> own.add(new Own(Keys.child(key, "password-file"), path, false, true)));
        }
        return own;
    }

    /// What runs.
    private static List<Path> program() {
        List<Path> program = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            for (String entry : System.getProperty(property, "").split(File.pathSeparator)) {
                if (!entry.isEmpty()) {
                    program.add(Path.of(entry));
                }
            }
        }
        return program;
    }
}
