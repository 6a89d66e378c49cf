package medusa.server;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import medusa.http.ExtensionType;

/// The JARs of `extensions-folder`, with the types of extensions in them. Each is read into memory and has a class loader of
/// its own; when it is read again and has changed it gets a new one, and the old one goes with the last extension that was
/// made from it. They are looked at only when somebody asks, since a server without them should not wait for that.
///
/// A JAR that cannot be used is a problem to be told, and stops nobody who does not ask for what is in it; if there was a good
/// one in its place, what has been read of that goes on.
///
/// **When its code runs.** The configuration is read as whoever starts the server, and the settings of an extension are a
/// record of the JAR: some of its code runs then, as root if that is who starts it. Hence [CodeOwners].
///
/// Blocks for as long as the disk does; any thread.
final class JarExtensions {
    private final CodeOwners owners = CodeOwners.ofThisProcess();
    private Optional<Path> folder = Optional.empty();
    private boolean read;
    private Map<Path, ExtensionJar> jars = Map.of();
    /// Those that somebody has sent, by their names: they go in front of the folder's.
    private final Map<Path, ExtensionJar> sent = new TreeMap<>();
    private List<String> problems = List.of();
    /// Why what was read of a JAR is not what is there now.
    private final Map<Path, String> stale = new HashMap<>();

    /// The folder that counts: the one of the distribution where none is set.
    static Optional<Path> folder(Optional<Path> setting) {
        return setting.or(() -> Optional.ofNullable(System.getProperty("medusa.home"))
                .map(home -> Path.of(home, "extensions")).filter(Files::isDirectory));
    }

    /// Where to look from now on.
    synchronized void lookIn(Optional<Path> folder) {
        this.folder = folder;
    }

    /// Whether anybody has asked for them yet.
    synchronized boolean isRead() { return read; }

    /// What was wrong when they were last read, each a line that names the JAR.
    synchronized List<String> problems() {
        return problems;
    }

    /// Why a type is not the one that its JAR has now, if that could not be read.
    synchronized Optional<String> staleness(ExtensionType<?> type) {
        return jars.entrySet().stream().filter(jar -> jar.getValue().types().contains(type))
                .map(jar -> stale.get(jar.getKey())).filter(Objects::nonNull).findFirst();
    }

    /// Reads the JARs, and gives all types of extensions that there are. Those of JARs that have not changed are the same
    /// as before.
    synchronized ExtensionCatalog read() {
        read = true;
        stale.clear();
        List<String> found = new ArrayList<>();
        Map<Path, ExtensionJar> now = new LinkedHashMap<>(sent);
        if (folder.isPresent()) {
            now.putAll(jars(folder.get(), found));
        }
        jars = now;
        ExtensionCatalog catalog = catalog(found);
        problems = List.copyOf(found);
        return catalog;
    }

    /// Takes on a JAR until the process ends, in the place of one that is called so, be it in the folder.
    ///
    /// @param name `greeting.jar`
    /// @return its types
    /// @throws ExtensionJar.Refused if it cannot be used; the one before goes on
    synchronized List<ExtensionType<?>> take(String name, byte[] bytes) throws ExtensionJar.Refused {
        try {
            ExtensionJar before = sent.get(Path.of(name));
            ExtensionJar taken = unlessSame(before, name, JarContents.of(bytes));
            sent.put(Path.of(name), taken);
            return taken.types();
        } catch (IOException e) {
            throw new ExtensionJar.Refused(ExtensionJar.reason(e));
        }
    }

    /// The same with a file, which must belong to whoever may run code here.
    synchronized List<ExtensionType<?>> take(Path file) throws ExtensionJar.Refused {
        try {
            Path real = file.toRealPath();
            Path name = real.getFileName();
            if (name == null) {
                throw new ExtensionJar.Refused("it is no file");
            }
            sent.put(name, jar(real, sent.get(name)));
            return sent.get(name).types();
        } catch (IOException e) {
            throw new ExtensionJar.Refused(ExtensionJar.reason(e));
        }
    }

    private Map<Path, ExtensionJar> jars(Path in, List<String> found) {
        Map<Path, ExtensionJar> now = new TreeMap<>(); // so that the same folder always gives the same answer
        try {
            for (Path file : files(in)) {
                if (sent.containsKey(file.getFileName())) {
                    continue;
                }
                ExtensionJar before = jars.get(file);
                try {
                    now.put(file, jar(file, before));
                } catch (ExtensionJar.Refused e) {
                    String problem = named(file, e);
                    found.add(before == null ? problem : problem + "; what was read of it before goes on");
                    if (before != null) {
                        now.put(file, before);
                        stale.put(file, problem);
                    }
                }
            }
            return now;
        } catch (ExtensionJar.Refused e) {
            found.add(named(in, e));
            jars.keySet().forEach(file -> stale.put(file, named(in, e)));
            Map<Path, ExtensionJar> rest = new TreeMap<>(jars);
            rest.keySet().removeAll(sent.keySet());
            return rest;
        }
    }

    private static String named(Path path, ExtensionJar.Refused refused) {
        String message = refused.getMessage();
        return message.startsWith(path + " ") ? message : path + ": " + message;
    }

    private List<Path> files(Path in) throws ExtensionJar.Refused {
        List<Path> files = new ArrayList<>();
        try {
            Path real = in.toRealPath(); // what has been looked at is what is listed
            Optional<String> objection = owners.objection(real);
            if (objection.isPresent()) {
                throw new ExtensionJar.Refused(objection.get());
            }
            try (DirectoryStream<Path> listing = Files.newDirectoryStream(real, "*.jar")) {
                listing.forEach(files::add);
            }
            return files;
        } catch (IOException | DirectoryIteratorException e) {
            throw new ExtensionJar.Refused(ExtensionJar
                    .reason(e instanceof IOException io ? io : ((DirectoryIteratorException) e).getCause()));
        }
    }

    private ExtensionJar jar(Path file, ExtensionJar before) throws ExtensionJar.Refused {
        try {
            Path real = file.toRealPath();
            Optional<String> objection = owners.objection(real);
            if (objection.isPresent()) {
                throw new ExtensionJar.Refused(objection.get());
            }
            return unlessSame(before, file.getFileName().toString(), JarContents.read(real));
        } catch (IOException e) {
            throw new ExtensionJar.Refused(ExtensionJar.reason(e));
        }
    }

    private static ExtensionJar unlessSame(ExtensionJar before, String name, JarContents contents)
            throws ExtensionJar.Refused {
        return before != null && before.contents().isSameAs(contents) ? before : ExtensionJar.load(name, contents);
    }

    /// Of two types with one name the first counts: those that come with Medusa, then the JARs by their names.
    private ExtensionCatalog catalog(List<String> found) {
        List<ExtensionType<?>> types = new ArrayList<>(ExtensionCatalog.builtIn().types());
        Map<String, String> owner = new HashMap<>();
        types.forEach(type -> owner.put(type.name(), "comes with Medusa"));
        jars.forEach((file, jar) -> {
            for (ExtensionType<?> type : jar.types()) {
                String taken = owner.putIfAbsent(type.name(), "is in " + file.getFileName() + " already");
                if (taken == null) {
                    types.add(type);
                } else {
                    found.add(file + ": another type \"" + type.name() + "\" " + taken);
                }
            }
        });
        return new ExtensionCatalog(types);
    }
}
