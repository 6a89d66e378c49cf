package medusa.http;

import java.io.IOException;
import java.nio.file.Path;

import medusa.auth.Logins;
import medusa.auth.User;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualFilesystem;

/// What an extension may use of the server that it is made for.
public interface ExtensionContext {

    /// The HTTP server that it will be part of.
    HttpServer http();

    /// The tree that all protocols show, and who may do what in it. To be asked with each request, since a reload may have
    /// changed it.
    SharedTree tree();

    /// What somebody who has not logged in may read of [#tree].
    default VirtualFilesystem files() {
        return tree().as(User.ANONYMOUS);
    }

    /// Where names and passwords are checked.
    Logins logins();

    /// A folder of this machine as a tree, for reading; nothing outside of it can be reached. Blocks for as long as the disk
    /// does.
    ///
    /// @throws IOException if it cannot be opened
    VirtualFilesystem folder(Path folder) throws IOException;

    /// The types of files by their names.
    MimeTypes mimeTypes();

    /// What is known of the server as a whole.
    ServerFacts server();
}
