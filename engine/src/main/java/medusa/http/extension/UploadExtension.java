package medusa.http.extension;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import medusa.filesystem.BlockShelf;
import medusa.filesystem.VirtualPath;
import medusa.http.Extension;
import medusa.http.ExtensionContext;
import medusa.http.ExtensionType;
import medusa.http.HttpException;
import medusa.http.HttpRequest;
import medusa.http.HttpServer;
import medusa.http.Setting;

/// Takes files with PUT, makes folders with MKCOL and removes both with DELETE, as far as the rights of who asks go. A file is
/// there as a whole or not at all. It stands in front of what shows the files, and behind what knows the users; requests that only
/// read it leaves to those.
///
/// **Parts** (RFC 9110 §14.5). A PUT with `Content-Range: bytes first-last/total` brings a part of a file. What a part leaves
/// unfinished is answered with 202 and `Range: bytes=0-last` for what is there; a part may begin anywhere in that, and what was
/// behind is forgotten; one that would leave a gap is 409 with the same field. `Content-Range: bytes */total` without a body asks
/// how far it is, and is answered with 202 likewise. What an ordinary PUT with a length leaves when it breaks off is such a part
/// too. It is found again by the same user (or address, for who has not logged in), path and total length.
public final class UploadExtension implements Extension {
    /// What a configuration asks for.
    public static final ExtensionType<Settings> TYPE = ExtensionType.of("upload",
            "takes files with PUT, makes folders with MKCOL and removes both with DELETE, as far as [[rights]] let who asks; it "
                    + "stands behind auth",
            Settings.class, UploadExtension::new);

    private static final Set<String> CHANGES = Set.of("PUT", "DELETE", "MKCOL", "OPTIONS");
    private static final int THREADS = 8;
    private static final int MOST_AT_ONCE = 10_000;
    private static final Duration LONGEST = Duration.ofDays(7);
    /// Kept between uploads, a quarter of a MiB each.
    private static final int BLOCKS = 16;

    /// @param paths none for all
    /// @param keepPartial zero for never
    public record Settings(
            @Setting(about = "Where uploads are taken: [\"/in\"] is /in and everything below.", standard = "[\"/\"]") List<String> paths,
            @Setting(about = "How long a file that has come in part waits for its client to go on. \"0s\": it does not, and parts of "
                    + "files are refused.", standard = "\"1h\"") Duration keepPartial,
            @Setting(about = "How many files may be on their way in at once. Each takes up to 1 MiB of memory while its disk is "
                    + "slower than its client. A quarter of them is for users who have logged in.", standard = "64") int atOnce,
            @Setting(about = "How many of these may be one user's, or of one address where nobody has logged in; an IPv6 address "
                    + "stands for its /64.", standard = "16") int atOnceEach,
            @Setting(about = "Whether names that begin with a dot are taken, .well-known among them: who may write there can get "
                    + "certificates for the names of this server.", standard = "false") boolean hidden) {
        /// @param paths copied
        public Settings {
            paths = List.copyOf(paths);
            PathPrefixes.of(paths);
            if (keepPartial.isNegative() || keepPartial.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "expected keep-partial between \"0s\" and \"7d\", found " + keepPartial);
            }
            between("at-once", atOnce);
            between("at-once-each", atOnceEach);
        }

        private static void between(String key, int found) {
            if (found < 1 || found > MOST_AT_ONCE) {
                throw new IllegalArgumentException(
                        "expected " + key + " between 1 and " + MOST_AT_ONCE + ", found " + found);
            }
        }
    }

    private final PathPrefixes paths;
    private final UploadRoom room;

    UploadExtension(Settings settings, ExtensionContext context) {
        HttpServer http = context.http();
        paths = PathPrefixes.of(settings.paths());
        ThreadPoolExecutor workers = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("medusa-upload-", 0).factory());
        workers.allowCoreThreadTimeOut(true);
        room = new UploadRoom(http, context::tree, workers, new BlockShelf(BLOCKS),
                new UploadSlots(settings.atOnce(), settings.atOnceEach()),
                new PartialUploads(http.reactor(), workers, settings.keepPartial()), settings.hidden());
    }

    @Override
    public String name() {
        return "upload";
    }

    @Override
    public boolean match(HttpRequest request) {
        if (!request.path().startsWith("/") || !paths.match(request.path())) {
            return false;
        }
        boolean reads = request.method().equals("GET") || request.isHead();
        if (reads && request.path().endsWith("/")) {
            request.attach(new UploadOffer());
        }
        return CHANGES.contains(request.method());
    }

    @Override
    public void handle(HttpRequest request) throws HttpException {
        VirtualPath path;
        try {
            path = VirtualPath.parse(request.path());
        } catch (IllegalArgumentException e) {
            throw new HttpException(400, "Nothing can have this name.");
        }
        switch (request.method()) {
            case "PUT" -> PutRequest.handle(request, path, room);
            case "DELETE" -> TreeChange.delete(request, path, room);
            case "MKCOL" -> TreeChange.makeFolder(request, path, room);
            default -> TreeChange.options(request, path, room);
        }
    }

    /// Uploads under way go on; what has broken off is not kept any longer.
    @Override
    public void removed(HttpServer server) {
        room.partials().close();
    }
}
