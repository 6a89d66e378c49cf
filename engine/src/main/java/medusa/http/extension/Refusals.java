package medusa.http.extension;

import medusa.filesystem.FilesystemException;
import medusa.http.HttpException;
import medusa.http.HttpRequest;

/// The one place where a failure of a change becomes a status.
final class Refusals {
    /// What can be done with a folder.
    static final String FOLDER = "GET, HEAD, OPTIONS, DELETE";
    /// With what can only be one.
    static final String SLASH = "GET, HEAD, OPTIONS, DELETE, MKCOL";
    /// With the top of the tree.
    static final String ROOT = "GET, HEAD, OPTIONS";
    /// With a file.
    static final String FILE = "GET, HEAD, OPTIONS, PUT, DELETE";

    private Refusals() {}

    /// @param failure of a PUT, DELETE or MKCOL: what the tree says, or an answer already
    static HttpException of(Throwable failure, HttpRequest request) {
        return switch (failure) {
            case HttpException known -> known;
            case FilesystemException known -> of(known, request.method().equals("DELETE"));
            default -> {
                request.server().reactor().errors().report("a change of the tree", failure);
                yield new HttpException(500, "This could not be changed.");
            }
        };
    }

    private static HttpException of(FilesystemException e, boolean deletes) {
        return switch (e.reason()) {
            case NOT_FOUND, NOT_A_FOLDER -> deletes
                    ? new HttpException(404, "There is nothing under this name.")
                    : new HttpException(409, "There is no folder for this.");
            case IS_A_FOLDER -> notAllowed("This is a folder.", FOLDER);
            case EXISTS -> new HttpException(409, "Something has this name that is not replaced.");
            case NOT_EMPTY -> new HttpException(409, "This folder is not empty.");
            case NO_SPACE -> new HttpException(507, "There is no room for this.");
            case TOO_LARGE -> tooLarge();
            case NAME_TOO_LONG -> deletes
                    ? new HttpException(404, "There is nothing under this name.")
                    : new HttpException(414, "This name is too long.");
            case FORBIDDEN -> forbidden();
            case DENIED, SPECIAL, READ_ONLY -> new HttpException(403, "This may not be changed.");
            case BUSY -> new HttpException(503, "The server is busy; try again soon.").with("Retry-After", "2");
            case FAILED -> new HttpException(500, "This could not be changed.");
        };
    }

    static HttpException forbidden() {
        return HttpException.forbidden("This may not be changed.");
    }

    static HttpException tooLarge() {
        return new HttpException(413, "This is larger than a file may be.");
    }

    static HttpException notAllowed(String detail, String allow) {
        return new HttpException(405, detail).with("Allow", allow);
    }
}
