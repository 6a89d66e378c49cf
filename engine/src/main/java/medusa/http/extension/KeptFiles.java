package medusa.http.extension;

import java.time.Instant;

import medusa.auth.Right;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.OpenFile;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.HttpException;
import medusa.http.HttpRequest;

/// The files that have been asked for lately: small ones in memory, larger ones open. Reactor thread only.
final class KeptFiles {

    /// Answers with a file, at once: it may be closed afterwards.
    interface Use {
        void with(KeptFile file) throws HttpException, FilesystemException;
    }

    private final SharedTree tree;
    private final FileMemory memory;
    private final OpenFiles opened;

    KeptFiles(SharedTree tree, FileExtension.Settings settings) {
        this.tree = tree;
        memory = new FileMemory(tree.unguarded(), settings);
        opened = new OpenFiles(tree.unguarded());
    }

    /// @param key under which it was kept, whoever asked for it then
    /// @return null if it is not kept, or has changed, or is not for this user, which [#open] will tell him
    KeptFile find(HttpRequest request, String key) {
        long turn = request.server().reactor().turns();
        KeptFile small = memory.find(key, turn);
        KeptFile found = small == null ? opened.find(key, turn) : small;
        return found != null && tree.allows(request.user(), Right.READ, found.path()) ? found : null;
    }

    /// Whether files beside `path` may be somebody's who could not have changed that one.
    boolean mayBeForeign(VirtualPath path) {
        return tree.rights().takesAdditions(path.names());
    }

    /// What is kept open yields to what is asked for now.
    OpenFile open(HttpRequest request, VirtualPath path) throws FilesystemException {
        VirtualFilesystem files = tree.as(request.user());
        try {
            return files.open(path);
        } catch (FilesystemException e) {
            if (e.reason() == FilesystemException.Reason.BUSY && opened.closeAll()) {
                return files.open(path);
            }
            throw e;
        }
    }

    /// Opens what is only an addition: nothing yields to it.
    OpenFile openBeside(HttpRequest request, VirtualPath path) throws FilesystemException {
        return tree.as(request.user()).open(path);
    }

    /// Keeps a file if that makes sense, and has it used.
    ///
    /// @param file open; belongs to this object from now on
    /// @param key  under which it will be found; null if it is not to be kept
    void use(HttpRequest request, VirtualPath path, OpenFile file, FileLabel label, FileForm form, String key, Use use)
            throws HttpException, FilesystemException {
        Instant now = request.server().clock().instant();
        long turn = request.server().reactor().turns();
        FileFacts facts = FileFacts.of(file.attributes(), label, form, now);
        if (key != null && !memory.holds(file.attributes().size())) {
            use.with(opened.keep(key, path, file, facts, request.server().reactor()));
            return;
        }
        try (file) {
            if (key == null || !FileReply.isPlain(request.headers()) || !memory.wants(file.attributes(), now)) {
                use.with(new KeptFile(key, path, facts, file, null, turn));
                return;
            }
            KeptFile kept = memory.read(key, path, file, facts, turn);
            if (kept != null) {
                use.with(kept);
                return;
            }
        }
        use(request, path, open(request, path), label, form, null, use); // it changed while it was read
    }

    /// A file in memory takes more of it, if it is still there.
    void grow(String key, KeptFile kept, int more) {
        memory.grow(key, kept, more);
    }
}
