package medusa.http.extension;

import java.util.List;
import java.util.Set;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.Extension;
import medusa.http.HttpException;
import medusa.http.HttpRequest;
import medusa.http.MimeTypes;

/// The default extension: answers every request from a tree of files. Folders are answered with their index file, or with a
/// listing; small files from memory, everything else straight from the disk.
public final class FileExtension implements Extension {
    private static final Set<String> KNOWN = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE",
            "CONNECT");
    private static final String ALLOW = "GET, HEAD, OPTIONS";

    /// How a tree is shown.
    ///
    /// @param index       names that answer for their folder, in order
    /// @param listing     whether a folder without one is listed
    /// @param hidden      whether names that begin with a dot are there; `.well-known` (RFC 8615) always is
    /// @param memory      the most bytes of file contents kept in memory, 0 for none
    /// @param memoryFile  the largest file that is kept in memory, in bytes
    /// @param precompressed whether `name.gz`, `name.br` and `name.zst` are sent for `name` to clients who like that
    public record Settings(List<String> index, boolean listing, boolean hidden, long memory, int memoryFile,
            boolean precompressed) {
        /// What everybody expects.
        public static final Settings DEFAULT = new Settings(List.of("index.html", "index.htm"), true, false, 32 << 20,
                64 << 10, true);

        /// @param index copied
        public Settings {
            index = List.copyOf(index);
        }
    }

    private final VirtualFilesystem files;
    private final Settings settings;
    private final MimeTypes types;
    private final KeptFiles kept;
    private final FormChoice forms;
    private final FolderReply.Held held = new FolderReply.Held();

    /// @param files may be shared with others
    public FileExtension(VirtualFilesystem files, Settings settings, MimeTypes types) {
        this.files = files;
        this.settings = settings;
        this.types = types;
        kept = new KeptFiles(files, settings);
        forms = new FormChoice(kept, settings.precompressed());
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
            KeptFile known = kept.find(request.rawTarget(), request.server().reactor().turns());
            if (known != null) {
                forms.send(request, known, true);
                return;
            }
            String text = request.path();
            VirtualPath path = VirtualPath.parse(text);
            if (!settings.hidden() && path.names().stream().anyMatch(FileExtension::isHidden)) {
                throw notFound();
            }
            if (text.endsWith("/") || text.endsWith("/.") || text.endsWith("/..")) {
                folder(request, path);
            } else {
                fileOrRedirect(request, path);
            }
        } catch (FilesystemException e) {
            throw translate(e);
        } catch (IllegalArgumentException e) {
            throw notFound(); // a name that cannot be
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
            case DENIED, SPECIAL, READ_ONLY -> new HttpException(403, "This may not be read.");
            case BUSY -> new HttpException(503, "The server is busy; try again soon.").with("Retry-After", "2");
            default -> new HttpException(500, "The file could not be read.");
        };
    }

    /// Opens without a look before, since it mostly is a file.
    private void fileOrRedirect(HttpRequest request, VirtualPath path) throws HttpException, FilesystemException {
        try {
            file(request, path, true);
        } catch (FilesystemException e) {
            if (e.reason() != FilesystemException.Reason.IS_A_FOLDER) {
                throw e;
            }
            request.reply(301).header("Location", path.encoded() + "/" + request.target().uriQuery()).send();
        }
    }

    private void folder(HttpRequest request, VirtualPath path) throws HttpException, FilesystemException {
        if (!files.attributes(path).isFolder()) {
            throw notFound();
        }
        for (String index : settings.index()) {
            VirtualPath candidate = path.resolve(index);
            if (isFile(candidate)) {
                // Only the first can be answered without a look at the folder: before another one, a better one may appear.
                file(request, candidate, index.equals(settings.index().getFirst()));
                return;
            }
        }
        if (!settings.listing()) {
            throw new HttpException(403, "This folder is not listed.");
        }
        FolderReply.send(request, path, files, settings.hidden(), held);
    }

    /// @param keep whether the next request with this target may be answered with the same file
    private void file(HttpRequest request, VirtualPath path, boolean keep) throws HttpException, FilesystemException {
        String type = types.of(path.name());
        boolean keepable = keep && request.query() == null; // of queries there are too many
        kept.use(request, path, kept.open(path), type, forms.formOf(request, type),
                keepable ? request.rawTarget() : null, file -> forms.send(request, file, keepable));
    }

    private boolean isFile(VirtualPath path) throws FilesystemException {
        try {
            return files.attributes(path).isFile();
        } catch (FilesystemException e) {
            if (e.reason() == FilesystemException.Reason.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
