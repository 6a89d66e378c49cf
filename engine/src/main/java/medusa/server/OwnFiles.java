package medusa.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import medusa.filesystem.VirtualPath;
import medusa.http.extension.Mount;

/// What the server itself lives by, and where clients would find it. Blocks for as long as the disks do.
final class OwnFiles {
    private OwnFiles() {}

    /// Something of the server's own.
    ///
    /// @param key    the setting that names it
    /// @param folder whether all in it is
    /// @param secret whether who reads it could log in, or pretend to be the server
    record Own(String key, Path path, boolean folder, boolean secret) {}

    interface Use {
        /// @param real where it is
        /// @param at   where clients would find it
        void at(Own own, Path real, VirtualPath at);
    }

    /// Goes through all that lies in the tree.
    ///
    /// @param file where the settings come from, if they come from a file
    static void forEach(ServerConfig config, Optional<Path> file, Use use) {
        Map<VirtualPath, Path> served = served(config);
        for (Own own : own(config, file)) {
            try {
                Path real = real(own.path());
                for (VirtualPath at : places(real, served)) {
                    use.at(own, real, at);
                }
            } catch (IOException e) {
                // Not there: what it is for says so.
            }
        }
    }

    /// Where the secrets among them lie in the tree, by their settings.
    static Map<VirtualPath, String> secrets(ServerConfig config) {
        Map<VirtualPath, String> secrets = new LinkedHashMap<>();
        forEach(config, Optional.empty(), (own, _, at) -> {
            if (own.secret() && !at.isRoot()) {
                secrets.put(at, own.key());
            }
        });
        return secrets;
    }

    private static Map<VirtualPath, Path> served(ServerConfig config) {
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
    private static List<Own> own(ServerConfig config, Optional<Path> file) {
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
        config.ftp().xferlog().file().ifPresent(path -> own.add(new Own("ftp.xferlog", path, false, false)));
        config.ftp().sessionLog().file().ifPresent(path -> own.add(new Own("ftp.session-log", path, false, false)));
        own.addAll(commands(config.ftp()));
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

    /// What is run when something happens: programs, and scripts that these are given.
    private static List<Own> commands(FtpConfig ftp) {
        List<Own> own = new ArrayList<>();
        for (int i = 0; i < ftp.events().size(); i++) {
            String key = Keys.child(Keys.element("ftp.events", i), "command");
            ftp.events().get(i).command().orElse(List.of()).stream().flatMap(each -> FtpChecks.absolute(each).stream())
                    .forEach(path -> own.add(new Own(key, path, false, false)));
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
