package medusa.http.extension;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import medusa.auth.Logins;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualFilesystem;
import medusa.http.Extension;
import medusa.http.ExtensionBlock;
import medusa.http.ExtensionContext;
import medusa.http.ExtensionType;
import medusa.http.Extensions;
import medusa.http.HttpRequest;
import medusa.http.HttpServer;
import medusa.http.MimeTypes;
import medusa.http.Place;
import medusa.http.ServerFacts;
import medusa.http.Setting;
import medusa.metrics.ByteSize;

/// A site of its own for some hosts, or for some listeners: with extensions and files that nobody else sees. It answers all
/// of their requests, if need be with 404; none falls to those behind it.
public final class VirtualHostExtension implements Extension {
    /// What a configuration asks for.
    public static final ExtensionType<Settings> TYPE = ExtensionType.of("virtual-host",
            "is a site of its own for some hosts or listeners, with extensions and files of its own; it answers all of their "
                    + "requests",
            Settings.class, VirtualHostExtension::create);

    private static final String FILES = "files";

    /// @param hosts     none for any
    /// @param listeners none for any
    /// @param root      empty for no files
    public record Settings(
            @Setting(about = "The hosts that clients ask for: names in ASCII, or \"*.example.org\" for every name of one more "
                    + "label. Case and port do not matter. A request without a host is for somebody else. Empty: any.", standard = "[]") List<String> hosts,
            @Setting(about = "Where the connection was accepted: \"127.0.0.1:8081\", \":8081\" for every address of this "
                    + "machine, \"unix:/path\". Where hosts are given too, both must fit. Empty: anywhere.", standard = "[]") List<String> listeners,
            @Setting(about = "The folder whose files answer what no extension in here does; without it that is 404.") Optional<Path> root,
            @Setting(about = "Names that answer for their folder, the first that exists.", standard = "[\"index.html\", \"index.htm\"]") List<String> index,
            @Setting(about = "Whether a folder without such a file is listed.", standard = "true") boolean listing,
            @Setting(about = "Whether names that begin with a dot are served and listed.", standard = "false") boolean hidden,
            @Setting(about = "Up to so much memory keeps small files asked for lately.", standard = "\"8 MiB\"") ByteSize memory,
            @Setting(about = "Blocks like those of the server, asked in order before the files. Their names differ from each "
                    + "other; those outside may be the same. A change of anything in here begins all of it anew.", standard = "[]") List<ExtensionBlock> extensions) {
        /// @param hosts      copied
        /// @param listeners  copied
        /// @param index      copied
        /// @param extensions copied
        public Settings {
            hosts = List.copyOf(hosts);
            listeners = List.copyOf(listeners);
            index = List.copyOf(index);
            extensions = List.copyOf(extensions);
            if (HostNames.of(hosts).isEmpty() & LocalAddresses.of(listeners).isEmpty()) {
                throw new IllegalArgumentException("expected hosts or listeners, found neither");
            }
        }
    }

    /// What those inside see: as their server's files the site's own.
    private record Inside(ExtensionContext outside, SharedTree tree) implements ExtensionContext {
        @Override
        public HttpServer http() {
            return outside.http();
        }

        @Override
        public VirtualFilesystem folder(Path folder) throws IOException {
            return outside.folder(folder);
        }

        @Override
        public Logins logins() {
            return outside.logins();
        }

        @Override
        public MimeTypes mimeTypes() {
            return outside.mimeTypes();
        }

        @Override
        public ServerFacts server() {
            return outside.server();
        }
    }

    private record Made(String name, boolean enabled, Extension extension) {}

    private final HostNames hosts;
    private final LocalAddresses listeners;
    private final List<Made> made;
    private final Extensions extensions;

    private VirtualHostExtension(Settings settings, List<Made> made, HttpServer server) {
        hosts = HostNames.of(settings.hosts());
        listeners = LocalAddresses.of(settings.listeners());
        this.made = made;
        extensions = new Extensions(server);
    }

    private static Extension create(Settings settings, ExtensionContext context) throws Exception {
        List<Made> made = new ArrayList<>();
        VirtualFilesystem files = settings.root().isPresent() ? open(settings.root().get(), context) : null;
        ExtensionContext inside = files == null ? context : new Inside(context, SharedTree.toLookAt(files));
        for (ExtensionBlock block : settings.extensions()) {
            try {
                made.add(new Made(block.name(), block.enabled(), block.create(inside)));
            } catch (Exception e) {
                throw new IllegalArgumentException("extension \"" + block.name() + "\" in it: " + e.getMessage(), e);
            }
        }
        if (files != null) {
            made.add(new Made(FILES, true, new FileExtension(files, fileSettings(settings), context.mimeTypes())));
        }
        return new VirtualHostExtension(settings, made, context.http());
    }

    private static VirtualFilesystem open(Path root, ExtensionContext context) throws IOException {
        try {
            return context.folder(root);
        } catch (IOException e) {
            throw new IOException("root: " + root + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static FileExtension.Settings fileSettings(Settings settings) {
        FileExtension.Settings standard = FileExtension.Settings.DEFAULT;
        return new FileExtension.Settings(settings.index(), settings.listing(), settings.hidden(),
                settings.memory().bytes(), standard.memoryFile(), standard.precompressed());
    }

    @Override
    public String name() {
        return "virtual-host";
    }

    /// Those inside, with what has been counted there.
    public Extensions extensions() {
        return extensions;
    }

    @Override
    public void installed(HttpServer server) throws Exception {
        try {
            for (Made each : made) {
                extensions.install(Place.BACK, each.name(), each.extension());
                extensions.enable(each.name(), each.enabled());
            }
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            removed(server);
            throw e;
        }
    }

    @Override
    public void removed(HttpServer server) {
        extensions.list().forEach(each -> extensions.remove(each.name()));
    }

    @Override
    public boolean match(HttpRequest request) {
        return (listeners.isEmpty() || listeners.match(request.local()))
                && (hosts.isEmpty() || hosts.match(request.target().host()));
    }

    @Override
    public void handle(HttpRequest request) {
        extensions.answer(request);
    }
}
