package medusa.http.extension;

import medusa.auth.Right;
import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.Listing;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.HttpException;
import medusa.http.HttpRequest;
import medusa.http.Validators;

/// One DELETE, MKCOL or OPTIONS. A worker does what is to be done.
final class TreeChange {
    private final HttpRequest request;
    private final VirtualPath path;
    private final UploadRoom room;
    private final SharedTree tree;
    private final VirtualFilesystem files;

    /// What is done on a worker.
    private interface Step {
        /// @return the answer, to be given on the reactor thread
        Runnable run() throws Exception;
    }

    private TreeChange(HttpRequest request, VirtualPath path, UploadRoom room) {
        this.request = request;
        this.path = path;
        this.room = room;
        tree = room.tree().get();
        files = tree.as(request.user());
    }

    private void onWorker(Step step) {
        room.workers().execute(() -> {
            Runnable answer = answer(step);
            request.execute(() -> request.execute(answer)); // in a later turn: a file in memory is looked at once in each
        });
    }

    private Runnable answer(Step step) {
        try {
            return step.run();
        } catch (Throwable e) { // whatever it is, it is answered
            return () -> request.fail(Refusals.of(e, request));
        }
    }

    /// RFC 9110 §9.3.5.
    static void delete(HttpRequest request, VirtualPath path, UploadRoom room) throws HttpException {
        if (path.isRoot()) {
            throw Refusals.notAllowed("The top of the tree stays.", Refusals.ROOT);
        }
        UploadRoom.require(room.tree().get(), request, Right.DELETE, path);
        if (room.refusesName(path)) {
            throw new HttpException(404, "There is nothing under this name.");
        }
        TreeChange change = new TreeChange(request, path, room);
        change.onWorker(change::delete);
    }

    private Runnable delete() throws Exception {
        boolean left = tree.alone(path, () -> {
            Validators current = room.current(tree, path);
            if (!current.exists()) {
                throw new HttpException(404, "There is nothing under this name.");
            }
            room.requireConditions(request, current);
            return remove();
        });
        return left ? this::deleteWithParts : done(204);
    }

    /// @return whether it is a folder that looks empty, and is not
    private boolean remove() throws FilesystemException {
        if (!UploadRoom.meansFolder(request)) {
            try {
                files.deleteFile(path);
                return false;
            } catch (FilesystemException e) {
                if (e.reason() != Reason.IS_A_FOLDER) {
                    throw e;
                }
            }
        }
        try {
            files.deleteFolder(path);
            return false;
        } catch (FilesystemException e) {
            if (e.reason() != Reason.NOT_EMPTY || !looksEmpty()) {
                throw e;
            }
            return true;
        }
    }

    private boolean looksEmpty() throws FilesystemException {
        try (Listing listing = tree.unguarded().list(path)) {
            return !listing.hasNext();
        }
    }

    /// What has broken off in a folder does not keep it.
    private void deleteWithParts() {
        Runnable closing = room.partials().takeOut(path);
        onWorker(() -> {
            closing.run();
            files.deleteFolder(path);
            return done(204);
        });
    }

    private Runnable done(int status) {
        return () -> request.reply(status).send();
    }

    /// RFC 4918 §9.3.
    static void makeFolder(HttpRequest request, VirtualPath path, UploadRoom room) throws HttpException {
        if (path.isRoot()) {
            throw Refusals.notAllowed("This is there already.", Refusals.ROOT);
        }
        UploadRoom.require(room.tree().get(), request, Right.WRITE, path);
        room.requireName(path);
        if (request.hasBody()) {
            throw new HttpException(415, "A folder is made without any content.");
        }
        TreeChange change = new TreeChange(request, path, room);
        Runnable make = () -> change.onWorker(change::makeFolder);
        if (change.tree.ready(request.user(), path, make)) {
            make.run();
        }
    }

    private Runnable makeFolder() throws Exception {
        tree.alone(path, () -> {
            requireNothing();
            room.requireConditions(request, Validators.ABSENT);
            try {
                files.createFolder(path);
            } catch (FilesystemException e) {
                if (e.reason() == Reason.EXISTS) {
                    requireNothing();
                }
                throw e;
            }
            return null;
        });
        return done(201);
    }

    private void requireNothing() throws HttpException, FilesystemException {
        try {
            Attributes there = tree.unguarded().attributes(path);
            throw Refusals.notAllowed("This is there already.", there.isFolder() ? Refusals.FOLDER : Refusals.FILE);
        } catch (FilesystemException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    /// RFC 9110 §9.3.7: what this user may do with what is there; who could log in is told what may be possible then.
    static void options(HttpRequest request, VirtualPath path, UploadRoom room) {
        TreeChange look = new TreeChange(request, path, room);
        look.onWorker(() -> {
            String allow = look.allowed();
            return () -> request.reply(204).header("Allow", allow).send();
        });
    }

    private String allowed() {
        boolean writes = may(Right.WRITE) && !path.isRoot() && !room.refusesNewName(path);
        boolean deletes = may(Right.DELETE) && !path.isRoot() && !room.refusesName(path);
        StringBuilder allow = new StringBuilder(Refusals.ROOT);
        Attributes there = look();
        boolean isFile = there != null && !there.isFolder();
        if (writes && !UploadRoom.meansFolder(request) && (there == null || isFile && deletes)) {
            allow.append(", PUT");
        }
        if (deletes && there != null) {
            allow.append(", DELETE");
        }
        if (writes && there == null) {
            allow.append(", MKCOL");
        }
        return allow.toString();
    }

    private boolean may(Right right) {
        return tree.allows(request.user(), right, path) || request.user().isAnonymous() && request.offersLogin();
    }

    /// Null for nothing that he may see.
    private Attributes look() {
        try {
            return files.attributes(path);
        } catch (FilesystemException e) {
            return null;
        }
    }
}
