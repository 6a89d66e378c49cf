package medusa.http.extension;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.auth.User;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualPath;
import medusa.http.HttpRequest;

/// What the page of a folder offers to who asks for it. It only shows what can be done: whether it is done the tree decides,
/// each time anew. Immutable; any thread.
///
/// @param lists       whether it shows what is in the folder
/// @param puts        whether files and folders can be put there
/// @param replaces    whether one that is there can be replaced by that
/// @param deletes     which of the entries can be deleted, by their names; empty where none can
/// @param user        who has logged in
/// @param offersLogin whether nobody has, and somebody could
record FolderAccess(boolean lists, boolean puts, boolean replaces, Optional<Predicate<String>> deletes,
        Optional<String> user, boolean offersLogin) {

    /// Everybody may look, and nobody can do or be anything else.
    static final FolderAccess LOOK = new FolderAccess(true, false, false, Optional.empty(), Optional.empty(), false);

    static FolderAccess of(HttpRequest request, SharedTree tree, VirtualPath folder) {
        User user = request.user();
        Optional<String> name = user.isAnonymous() ? Optional.empty() : Optional.of(user.name());
        boolean offersLogin = user.isAnonymous() && request.offersLogin();
        Set<Right> may = tree.rights().may(user, folder.names());
        boolean lists = may.contains(Right.LIST);
        if (request.attached(UploadOffer.class) == null) {
            return new FolderAccess(lists, false, false, Optional.empty(), name, offersLogin);
        }
        return new FolderAccess(lists, may.contains(Right.WRITE), may.contains(Right.DELETE),
                deletes(tree.rights(), user, folder), name, offersLogin);
    }

    private static Optional<Predicate<String>> deletes(Rights rights, User user, VirtualPath folder) {
        if (rights.isUniform(user, folder.names())) {
            return rights.allow(user, Right.DELETE, folder.names()) ? Optional.of(_ -> true) : Optional.empty();
        }
        List<String> above = folder.names();
        return Optional.of(name -> rights.allow(user, Right.DELETE,
                Stream.concat(above.stream(), Stream.of(name)).toList()));
    }

    /// The same for a folder with these entries: who can delete none of them sees nothing of deletion.
    FolderAccess among(List<FolderEntry> entries) {
        if (deletes.isEmpty() || entries.stream().anyMatch(this::deletes)) {
            return this;
        }
        return new FolderAccess(lists, puts, replaces, Optional.empty(), user, offersLogin);
    }

    /// Whether he can delete `entry`; what has no address cannot be named in a request.
    boolean deletes(FolderEntry entry) {
        return entry.href() != null && deletes.isPresent() && deletes.get().test(entry.name());
    }

    /// Whether things can be put there, and not seen.
    boolean isLetterBox() { return puts && !lists; }
}
