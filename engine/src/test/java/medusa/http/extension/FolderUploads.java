package medusa.http.extension;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

import medusa.auth.User;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.SharedTree;
import medusa.filesystem.Upload;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualFilesystem.WriteMode;
import medusa.filesystem.VirtualPath;
import medusa.http.Extension;
import medusa.http.HttpException;
import medusa.http.HttpRequest;

/// Takes what the page of a folder sends, as simply as can be, and lets the test be whoever it likes to be.
final class FolderUploads implements Extension {
    private final SharedTree tree;
    volatile User user = User.ANONYMOUS;
    volatile boolean offersUploads = true;
    volatile boolean offersLogin;
    /// Whether a body is held up after its first piece.
    volatile boolean stalls;
    volatile int failure;
    private final Queue<HttpRequest> stalled = new ConcurrentLinkedQueue<>();
    /// One for each body of which the rest did not come.
    final Semaphore lost = new Semaphore(0);

    FolderUploads(SharedTree tree) {
        this.tree = tree;
    }

    void goOn() {
        stalls = false;
        stalled.forEach(request -> request.execute(request::resumeBody));
    }

    @Override
    public boolean match(HttpRequest request) {
        return true;
    }

    @Override
    public void handle(HttpRequest request) throws Exception {
        request.user(user);
        if (offersLogin) {
            request.offerLogin(List.of("Basic realm=\"test\""));
        }
        if (offersUploads) {
            request.attach(new UploadOffer());
        }
        VirtualPath path = VirtualPath.parse(request.path());
        VirtualFilesystem files = tree.as(user);
        try {
            switch (request.method()) {
                case "PUT" -> put(request, files, path);
                case "MKCOL" -> {
                    files.createFolder(path);
                    request.reply(201).send();
                }
                case "DELETE" -> {
                    if (files.attributes(path).isFolder()) {
                        files.deleteFolder(path);
                    } else {
                        files.deleteFile(path);
                    }
                    request.reply(204).send();
                }
                default -> request.passOn();
            }
        } catch (FilesystemException e) {
            throw refusal(e, request.method());
        }
    }

    private static HttpException refusal(FilesystemException e, String method) {
        return switch (e.reason()) {
            case FORBIDDEN -> HttpException.forbidden("no");
            case EXISTS -> new HttpException(method.equals("MKCOL") ? 405 : 412, "there");
            case NOT_FOUND, NOT_A_FOLDER, NOT_EMPTY -> new HttpException(409, "not so");
            default -> new HttpException(500, "failed");
        };
    }

    private void put(HttpRequest request, VirtualFilesystem files, VirtualPath path) throws Exception {
        if (failure != 0) {
            throw new HttpException(failure, "as the test wants it");
        }
        boolean fresh = "*".equals(request.headers().first("If-None-Match"));
        if (fresh && exists(files, path)) {
            throw new HttpException(412, "there");
        }
        Upload upload = files.write(path, fresh ? WriteMode.CREATE : WriteMode.REPLACE);
        request.body(new HttpRequest.BodyReceiver() {
            @Override
            public void content(ByteBuffer content) throws Exception {
                upload.write(content);
                if (stalls) {
                    request.pauseBody();
                    stalled.add(request);
                }
            }

            @Override
            public void end() throws Exception {
                upload.commit();
                request.reply(fresh ? 201 : 204).send();
            }

            @Override
            public void lost() {
                upload.close();
                lost.release();
            }
        });
    }

    private static boolean exists(VirtualFilesystem files, VirtualPath path) {
        try {
            files.attributes(path);
            return true;
        } catch (FilesystemException e) {
            return false;
        }
    }
}
