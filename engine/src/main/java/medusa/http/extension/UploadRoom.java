package medusa.http.extension;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import medusa.auth.Right;
import medusa.auth.User;
import medusa.filesystem.Attributes;
import medusa.filesystem.BlockShelf;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualPath;
import medusa.http.Conditions;
import medusa.http.HttpException;
import medusa.http.HttpRequest;
import medusa.http.HttpServer;
import medusa.http.Validators;
import medusa.reactor.Addresses;

/// What all changes of one extension share.
///
/// @param tree    asked anew with each request
/// @param workers for what may block; never rejects
/// @param hidden  whether names that begin with a dot are taken
record UploadRoom(HttpServer server, Supplier<SharedTree> tree, Executor workers, BlockShelf shelf, UploadSlots slots,
        PartialUploads partials, boolean hidden) {
    private static final Set<FilesystemException.Reason> NOTHING = Set.of(FilesystemException.Reason.NOT_FOUND,
            FilesystemException.Reason.NOT_A_FOLDER);
    private static final FileLabel NO_LABEL = new FileLabel("", List.of());

    /// Whose uploads are counted and continued together: a user's, or those of an address.
    ///
    /// @param address null for a user, and over Unix-domain sockets
    record Owner(String name, Object address) {
        static Owner of(HttpRequest request) {
            InetAddress peer = request.user().isAnonymous() ? request.peer() : null;
            return new Owner(request.user().name(), peer == null ? null : Addresses.customer(peer));
        }

        /// Whether nobody knows who it is.
        boolean isStranger() { return name.equals(User.ANONYMOUS_NAME); }
    }

    /// Whether `path` as it was sent means a folder.
    static boolean meansFolder(HttpRequest request) {
        String text = request.path();
        return text.endsWith("/") || text.endsWith("/.") || text.endsWith("/..");
    }

    /// Whether a name in it is not taken here. `.well-known` is one of those that are not, though everybody may read it: who writes
    /// there can get certificates for the names of this server.
    boolean refusesName(VirtualPath path) {
        return path.isReserved() || !hidden && path.names().stream().anyMatch(name -> name.startsWith("."));
    }

    /// Whether nothing new gets this name. Control characters would write to the terminals of those who list the folder.
    boolean refusesNewName(VirtualPath path) {
        return refusesName(path) || path.names().stream().anyMatch(UploadRoom::hasControls);
    }

    private static boolean hasControls(String name) {
        return name.chars().anyMatch(each -> each < 0x20 || each == 0x7f);
    }

    /// @throws HttpException 400 for a name that nothing may get
    void requireName(VirtualPath path) throws HttpException {
        if (refusesNewName(path)) {
            throw new HttpException(400, "Names like this are not taken here.");
        }
    }

    static void require(SharedTree tree, HttpRequest request, Right right, VirtualPath path) throws HttpException {
        if (!tree.allows(request.user(), right, path)) {
            throw Refusals.forbidden();
        }
    }

    /// What is at `path` now. Only for who may change it. Blocks.
    Validators current(SharedTree tree, VirtualPath path) throws FilesystemException {
        try {
            Attributes attributes = tree.unguarded().attributes(path);
            return attributes.isFile() ? validators(attributes) : Validators.of(null, null);
        } catch (FilesystemException e) {
            if (NOTHING.contains(e.reason())) {
                return Validators.ABSENT;
            }
            throw e;
        }
    }

    /// Those that a GET of the file as it is would say.
    Validators validators(Attributes file) {
        return FileFacts.of(file, NO_LABEL, FileForm.ONLY, server.clock().instant()).validators();
    }

    /// @throws HttpException 412 where the request wants something else to be there (RFC 9110 §13)
    void requireConditions(HttpRequest request, Validators current) throws HttpException {
        if (Conditions.evaluate(request.head(), current,
                server.clock().instant()) != Conditions.Outcome.PROCEED) {
            throw new HttpException(412, "What is there is not what the request expects.");
        }
    }
}
