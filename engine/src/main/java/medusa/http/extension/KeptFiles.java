package medusa.http.extension;

import java.time.Instant;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.OpenFile;
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

    private final VirtualFilesystem files;
    private final FileMemory memory;
    private final OpenFiles opened;

    KeptFiles(VirtualFilesystem files, FileExtension.Settings settings) {
        this.files = files;
        memory = new FileMemory(files, settings);
        opened = new OpenFiles(files);
    }

    /// @param key  under which it was kept
    /// @param turn of the reactor
    /// @return null if it is not kept, or has changed
    KeptFile find(String key, long turn) {
        KeptFile small = memory.find(key, turn);
        return small == null ? opened.find(key, turn) : small;
    }

    /// What is kept open yields to what is asked for now.
    OpenFile open(VirtualPath path) throws FilesystemException {
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
    OpenFile openBeside(VirtualPath path) throws FilesystemException {
        return files.open(path);
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
        use(request, path, open(path), label, form, null, use); // it changed while it was read
    }

    /// A file in memory takes more of it, if it is still there.
    void grow(String key, KeptFile kept, int more) {
        memory.grow(key, kept, more);
    }
}
