package medusa.http.extension;

import java.util.List;
import java.util.Map;
import java.util.Set;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.Extension;
import medusa.http.HttpException;
import medusa.http.HttpRequest;
import medusa.http.MimeTypes;

/// The default extension: answers every request from a tree of files. Folders are answered with their index file, or with a
/// listing; small files from memory, everything else straight from the disk. Parts of the tree may be shown by other rules than
/// the rest.
public final class FileExtension implements Extension {
    private static final Set<String> KNOWN = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE",
            "CONNECT");
    private static final String ALLOW = "GET, HEAD, OPTIONS";

    /// How a tree is served.
    ///
    /// @param rules       how it is shown
    /// @param memory      the most bytes of file contents kept in memory, 0 for none
    /// @param memoryFile  the largest file that is kept in memory, in bytes
    /// @param precompressed whether `name.gz`, `name.br` and `name.zst` are sent for `name` to clients who like that
    /// @param sandbox     whether browsers are told to run no scripts of files that somebody may have put there over the
    ///                    network
    public record Settings(FileRules rules, long memory, int memoryFile, boolean precompressed, boolean sandbox) {
        /// What everybody expects.
        public static final Settings DEFAULT = new Settings(FileRules.DEFAULT, 32 << 20, 64 << 10, true, true);

        /// With the sandbox.
        public Settings(FileRules rules, long memory, int memoryFile, boolean precompressed) {
            this(rules, memory, memoryFile, precompressed, DEFAULT.sandbox());
        }

        /// With the rules that are asked for most, and otherwise the usual ones.
        public Settings(List<String> index, boolean listing, boolean hidden, long memory, int memoryFile,
                boolean precompressed) {
            this(new FileRules(index, listing, hidden, FileRules.DEFAULT.cacheControl(), FileRules.DEFAULT.fallback(),
                    FileRules.DEFAULT.headers(), FileRules.DEFAULT.zip()), memory, memoryFile, precompressed);
        }
    }

    private final SharedTree tree;
    private final List<FileZone> zones;
    private final MimeTypes types;
    private final KeptFiles kept;
    private final FormChoice forms;
    private final boolean sandbox;
    private final FolderReply.Held held = new FolderReply.Held();

    /// For a tree that everybody may look at.
    ///
    /// @param files may be shared with others
    public FileExtension(VirtualFilesystem files, Settings settings, MimeTypes types) {
        this(SharedTree.toLookAt(files), settings, Map.of(), types);
    }

    /// @param tree   may be shared with others
    /// @param mounts rules for some folders and what is below them, by their paths
    public FileExtension(SharedTree tree, Settings settings, Map<VirtualPath, FileRules> mounts,
            MimeTypes types) {
        this.tree = tree;
        zones = FileZone.of(settings.rules(), mounts);
        this.types = types;
        kept = new KeptFiles(tree, settings);
        forms = new FormChoice(kept, settings.precompressed());
        sandbox = settings.sandbox();
    }

    @Override
    public String name() {
        return "files";
    }

    @Override
    public boolean match(HttpRequest request) {
        return true;
    }

    @Override
    public void handle(HttpRequest request) throws HttpException {
        switch (request.method()) {
            case "GET", "HEAD" -> get(request);
            case "OPTIONS" -> request.reply(204).header("Allow", ALLOW).send();
            default -> throw new HttpException(KNOWN.contains(request.method()) ? 405 : 501,
                    "Files here can be read, and no more.").with("Allow", ALLOW);
        }
    }

    private void get(HttpRequest request) throws HttpException {
        try {
            KeptFile known = kept.find(request, request.rawTarget());
            if (known != null) {
                forms.send(request, known);
            } else {
                find(request, VirtualPath.parse(request.path()));
            }
        } catch (FilesystemException e) {
            throw translate(e);
        } catch (IllegalArgumentException e) {
            throw notFound(); // a name that cannot be
        }
    }

    private void find(HttpRequest request, VirtualPath path) throws HttpException, FilesystemException {
        FileZone zone = FileZone.around(path, zones);
        if (zone.hides(path)) {
            throw notFound();
        }
        try {
            String text = request.path();
            if (text.endsWith("/") || text.endsWith("/.") || text.endsWith("/..")) {
                folder(request, path, zone);
            } else {
                fileOrRedirect(request, path, zone);
            }
        } catch (FilesystemException e) {
            VirtualPath fallback = zone.fallbackFor(path);
            if (fallback == null || e.reason() != FilesystemException.Reason.NOT_FOUND) {
                throw e;
            }
            fallback(request, fallback, zone);
        }
    }

    /// Kept once, whatever it answers for. No target has a space.
    private void fallback(HttpRequest request, VirtualPath path, FileZone zone)
            throws HttpException, FilesystemException {
        String key = "fallback " + path;
        KeptFile known = kept.find(request, key);
        if (known != null) {
            forms.send(request, known);
        } else {
            file(request, path, zone, key);
        }
    }

    /// Whether a name is left out where hidden ones are.
    static boolean isHidden(String name) {
        return name.startsWith(".") && !name.equals(".well-known");
    }

    private static HttpException notFound() {
        return new HttpException(404, "There is nothing under this name.");
    }

    /// The one place where a failure of the tree becomes a status.
    static HttpException translate(FilesystemException e) {
        return switch (e.reason()) {
            case NOT_FOUND, NOT_A_FOLDER, IS_A_FOLDER, NAME_TOO_LONG -> notFound();
            case FORBIDDEN -> HttpException.forbidden("This may not be read.");
            case DENIED, SPECIAL, READ_ONLY -> new HttpException(403, "This may not be read.");
            case BUSY -> new HttpException(503, "The server is busy; try again soon.").with("Retry-After", "2");
            default -> new HttpException(500, "The file could not be read.");
        };
    }

    /// Opens without a look before, since it mostly is a file.
    private void fileOrRedirect(HttpRequest request, VirtualPath path, FileZone zone)
            throws HttpException, FilesystemException {
        try {
            file(request, path, zone, keyOf(request));
        } catch (FilesystemException e) {
            boolean isFolder = switch (e.reason()) {
                case IS_A_FOLDER -> true;
                // Somebody may well list what he may not read.
                case FORBIDDEN -> tree.as(request.user()).attributes(path).isFolder();
                default -> false;
            };
            if (!isFolder) {
                throw e;
            }
            request.reply(301).header("Location", path.encoded() + "/" + request.target().uriQuery()).send();
        }
    }

    private void folder(HttpRequest request, VirtualPath path, FileZone zone)
            throws HttpException, FilesystemException {
        VirtualFilesystem files = tree.as(request.user());
        if (!files.attributes(path).isFolder()) {
            throw notFound();
        }
        FileRules rules = zone.rules();
        if (rules.zip() && ZipReply.QUERY.equals(request.query())) {
            ZipReply.send(request, path, new ZipSource(files, zones, types));
            return;
        }
        // Where somebody may only add files, one of these names would let him speak for the folder.
        for (String index : kept.mayBeForeign(path) ? List.<String>of() : rules.index()) {
            VirtualPath candidate = path.resolve(index);
            if (isFile(files, candidate)) {
                // Only the first can be answered without a look at the folder: before another one, a better one may appear.
                file(request, candidate, zone, index.equals(rules.index().getFirst()) ? keyOf(request) : null);
                return;
            }
        }
        if (!rules.listing()) {
            throw new HttpException(403, "This folder is not listed.");
        }
        FolderReply.send(request, path, files, zone, FolderAccess.of(request, tree, path), held);
    }

    /// Under which the next request with this target may be answered with the same file; of queries there are too many.
    private static String keyOf(HttpRequest request) {
        return request.query() == null ? request.rawTarget() : null;
    }

    /// @param key null if it must not be kept
    private void file(HttpRequest request, VirtualPath path, FileZone zone, String key)
            throws HttpException, FilesystemException {
        FileLabel label = zone.label(path, types);
        if (sandbox && tree.rights().isWritable(path.names())) {
            label = label.sandboxed();
        }
        kept.use(request, path, kept.open(request, path), label, forms.formOf(request, label.type()), key,
                file -> forms.send(request, file));
    }

    private static boolean isFile(VirtualFilesystem files, VirtualPath path) throws FilesystemException {
        try {
            return files.attributes(path).isFile();
        } catch (FilesystemException e) {
            if (e.reason() == FilesystemException.Reason.NOT_FOUND
                    || e.reason() == FilesystemException.Reason.FORBIDDEN) {
                return false;
            }
            throw e;
        }
    }
}
