package medusa.http.extension;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.Listing;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.HttpRequest;
import medusa.http.PageFormat;
import medusa.producer.LinesProducer;

/// Answers one GET or HEAD with the listing of a folder, in the form that the client likes best.
final class FolderReply {
    private FolderReply() {}

    /// @param hidden whether names that begin with a dot are shown
    static void send(HttpRequest request, VirtualPath folder, VirtualFilesystem files, boolean hidden)
            throws FilesystemException {
        List<Listing.Entry> entries = new ArrayList<>();
        try (Listing listing = files.list(folder)) {
            while (listing.hasNext()) {
                Listing.Entry entry = listing.next();
                if (hidden || !FileExtension.isHidden(entry.name())) {
                    entries.add(entry);
                }
            }
        } catch (UncheckedIOException e) {
            throw new FilesystemException(FilesystemException.Reason.FAILED, folder, e);
        }
        PageFormat format = PageFormat.of(String.join(",", request.headers().all("accept")));
        FolderPage page = new FolderPage(folder, entries, FolderOrder.of(request.query()));
        request.reply(200).header("Content-Type", format.contentType()).header("Cache-Control", "no-cache")
                .header("Vary", "Accept").header("Content-Security-Policy", FolderPage.POLICY)
                .stream(LinesProducer.ofPieces(page.pieces(format)));
    }
}
