package medusa.http.extension;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.HttpReply.Prepared;

/// A file that was asked for lately and may be asked for again. It is looked at again in each turn of the reactor in which it
/// is: a change shows at once, and a busy server, which answers many requests in a turn, looks once for all of them. Reactor
/// thread only.
final class KeptFile {
    private final String key;
    private final VirtualPath path;
    private final FileFacts facts;
    private final OpenFile file;
    private final Prepared prepared;
    private final KeptForms forms;
    private long lookedIn;

    /// @param key      under which it, or what is made of it, may be found again; null if it must not be kept
    /// @param prepared its content in memory; null if it is read from the disk each time
    /// @param lookedIn the turn in which its attributes were read
    KeptFile(String key, VirtualPath path, FileFacts facts, OpenFile file, Prepared prepared, long lookedIn) {
        this.key = key;
        this.path = path;
        this.facts = facts;
        this.file = file;
        this.prepared = prepared;
        this.lookedIn = lookedIn;
        forms = facts.form() == FileForm.PLAIN ? new KeptForms() : null;
    }

    String key() {
        return key;
    }

    VirtualPath path() {
        return path;
    }

    FileFacts facts() {
        return facts;
    }

    OpenFile file() {
        return file;
    }

    Prepared prepared() {
        return prepared;
    }

    /// Its other forms; null if it has none, or is one.
    KeptForms forms() {
        return forms;
    }

    /// Whether the path still leads to this file, unchanged.
    boolean isCurrent(VirtualFilesystem files, long turn) {
        if (turn == lookedIn) {
            return true;
        }
        lookedIn = turn;
        try {
            return files.attributes(path).equals(facts.attributes());
        } catch (FilesystemException e) {
            return false;
        }
    }
}
