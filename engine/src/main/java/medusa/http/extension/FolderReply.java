package medusa.http.extension;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.Listing;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.Conditions;
import medusa.http.HttpException;
import medusa.http.HttpReply;
import medusa.http.HttpRequest;
import medusa.http.PageFormat;
import medusa.http.Validators;
import medusa.producer.HookedProducer;
import medusa.producer.LinesProducer;

/// Answers one GET or HEAD with the listing of a folder, in the form that the client likes best. A folder may have any number
/// of entries, and each is looked at: a worker does that and the sorting; the page's text is then made as the client takes it.
final class FolderReply {
    /// A quarter of a KiB each while their client reads: so many that clients who do not read cannot take the memory.
    private static final int MOST_HELD = 200_000;
    /// A listing is made anew each time, and nothing tells one from another.
    private static final Validators NO_VALIDATORS = Validators.of(null, null);

    private final HttpRequest request;
    private final VirtualPath folder;
    private final VirtualFilesystem files;
    private final FileZone zone;
    private final FolderAccess access;
    private final PageFormat format;
    private final Held held;

    /// The entries of all the listings that are on their way to clients; reactor thread only.
    static final class Held {
        private int entries;
    }

    private FolderReply(HttpRequest request, VirtualPath folder, VirtualFilesystem files, FileZone zone,
            FolderAccess access, Held held) {
        this.held = held;
        this.access = access;
        format = PageFormat.of(String.join(",", request.headers().all("accept")));
        this.request = request;
        this.folder = folder;
        this.files = files;
        this.zone = zone;
    }

    /// @param zone   that the folder is in
    /// @param access of who asks
    /// @param held   shared by all listings
    static void send(HttpRequest request, VirtualPath folder, VirtualFilesystem files, FileZone zone,
            FolderAccess access, Held held) throws HttpException {
        FolderReply reply = new FolderReply(request, folder, files, zone, access, held);
        try {
            request.server().workers().execute(reply::work);
        } catch (RejectedExecutionException e) {
            throw busy();
        }
    }

    private static HttpException busy() {
        return new HttpException(503, "The server is busy; try again soon.").with("Retry-After", "2");
    }

    /// On a worker; comes back with a page or with what went wrong.
    private void work() {
        try {
            List<Listing.Entry> entries = entries();
            FolderPage page = new FolderPage(folder, entries, FolderOrder.of(request.query()), zone.rules().zip(),
                    access);
            request.execute(() -> reply(page, entries.size()));
        } catch (FilesystemException e) {
            request.execute(() -> request.fail(FileExtension.translate(e)));
        } catch (RuntimeException | Error e) {
            request.execute(() -> {
                throw e;
            });
        }
    }

    private List<Listing.Entry> entries() throws FilesystemException {
        if (access.isLetterBox() && format == PageFormat.HTML) {
            return List.of(); // the page is for putting something in, the other forms could only show what is there
        }
        List<Listing.Entry> entries = new ArrayList<>();
        try (Listing listing = files.list(folder)) {
            while (listing.hasNext()) {
                Listing.Entry entry = listing.next();
                if (zone.rules().hidden() || !FileExtension.isHidden(entry.name())) {
                    entries.add(entry);
                }
            }
        } catch (UncheckedIOException e) {
            throw new FilesystemException(FilesystemException.Reason.FAILED, folder, e);
        }
        return entries;
    }

    private void reply(FolderPage page, int entries) {
        switch (Conditions.evaluate(request.head(), NO_VALIDATORS, request.server().clock().instant())) {
            case PRECONDITION_FAILED ->
                request.fail(new HttpException(412, "The folder is not what the request expects."));
            case NOT_MODIFIED -> begin(304).send();
            case PROCEED -> send(page, entries);
        }
    }

    /// With the fields that a 304 shares with 200 (RFC 9110 §15.4.5).
    ///
    /// The page depends on who asks. What somebody gets who has logged in is for him alone: `private`, since a shared cache
    /// leaves by itself only those replies alone whose request had `Authorization` (RFC 9111 §3.5), and who he is may come to
    /// be known in other ways. What everybody gets a shared cache may keep, and yet gives it to nobody without asking here
    /// first (`no-cache`, §5.2.2.4); it has no validator, so the answer is a page made for who asks. Hence `Vary` need not name
    /// `Authorization` (RFC 9110 §12.5.5).
    private HttpReply begin(int status) {
        return zone.addTo(request.reply(status))
                .header("Cache-Control", request.user().isAnonymous() ? "no-cache" : "private, no-cache")
                .header("Vary", "Accept").compressible();
    }

    private void send(FolderPage page, int entries) {
        if (held.entries > 0 && held.entries + entries > MOST_HELD) {
            request.fail(busy());
            return;
        }
        held.entries += entries;
        begin(200).header("Content-Type", format.contentType())
                .header("Content-Security-Policy", page.policy())
                .stream(new HookedProducer(LinesProducer.ofPieces(page.pieces(format)),
                        (bytes, complete) -> held.entries -= entries));
    }
}
