package medusa.http.extension;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.VirtualPath;
import medusa.http.Conditions;
import medusa.http.HttpException;
import medusa.http.HttpReply;
import medusa.http.HttpRequest;
import medusa.http.Offload;
import medusa.http.Validators;

/// Answers one GET or HEAD with a folder and all below it as a zip, which nobody ever has as a whole. Another thread first counts
/// what will be in it, so that a folder with too much is refused while that can still be said; then it makes the bytes as
/// the client takes them.
final class ZipReply {
    /// What asks for it.
    static final String QUERY = "zip";
    /// It is made anew each time, and nothing tells one from another.
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Validators NO_VALIDATORS = Validators.of(null, null);
    /// What needs no escape in an extended parameter (RFC 8187 §3.2.1), besides letters and digits.
    private static final String PLAIN = "!#$&+-.^_`|~";

    private final HttpRequest request;
    private final VirtualPath folder;
    private final ZipSource source;
    private final String top;

    private ZipReply(HttpRequest request, VirtualPath folder, ZipSource source) {
        this.request = request;
        this.folder = folder;
        this.source = source;
        top = folder.isRoot() ? "files" : folder.name();
    }

    static void send(HttpRequest request, VirtualPath folder, ZipSource source) throws HttpException {
        Offload archives = request.server().archives();
        if (!archives.hasRoom()) {
            throw busy();
        }
        ZipReply reply = new ZipReply(request, folder, source);
        archives.execute(() -> {
            Runnable answer = reply.work();
            return () -> request.execute(answer);
        });
    }

    private static HttpException busy() {
        return new HttpException(503, "Too many folders are being sent as zips; try again soon.")
                .with("Retry-After", "10");
    }

    /// On another thread.
    ///
    /// @return the answer, to be given on the reactor thread
    private Runnable work() {
        try {
            ZipWalk walk = new ZipWalk(source, folder, top, ZipWalk.Bounds.USUAL);
            while (walk.next() != null) {
                // it counts, and throws if there is too much
            }
            return this::reply;
        } catch (ZipWalk.TooLarge e) {
            return () -> request.fail(new HttpException(403, "There are too many files in this folder for a zip."));
        } catch (FilesystemException e) {
            return () -> request.fail(FileExtension.translate(e));
        } catch (IOException e) {
            return () -> request.fail(new HttpException(500, "The folder could not be read."));
        } catch (RuntimeException | Error e) {
            return () -> {
                throw e;
            };
        }
    }

    private void reply() {
        switch (Conditions.evaluate(request.head(), NO_VALIDATORS, request.server().clock().instant())) {
            case PRECONDITION_FAILED ->
                request.fail(new HttpException(412, "The folder is not what the request expects."));
            case NOT_MODIFIED -> begin(304).send();
            case PROCEED -> {
                if (request.server().archives().hasRoom()) {
                    begin(200).header("Content-Type", "application/zip").header("Accept-Ranges", "none")
                            .stream(request.server().archives().offload(new ZipProducer(source, folder, top,
                                    ZipWalk.Bounds.USUAL, ZipRecords.USUAL)));
                } else {
                    request.fail(busy());
                }
            }
        }
    }

    private HttpReply begin(int status) {
        return FileZone.around(folder, source.zones()).addTo(request.reply(status)).header("Cache-Control", "no-store")
                .header("Content-Disposition", disposition(top + ".zip"));
    }

    /// Offers a name to save it under (RFC 6266): in ASCII, and as it is.
    ///
    /// @param name one character for each byte
    static String disposition(String name) {
        StringBuilder ascii = new StringBuilder();
        StringBuilder exact = new StringBuilder();
        byte[] utf8 = NaturalKey.text(name).getBytes(StandardCharsets.UTF_8);
        for (byte each : utf8) {
            char c = (char) (each & 0xff);
            boolean word = c < 0x80 && Character.isLetterOrDigit(c);
            ascii.append(word || c == ' ' || c == '-' || c == '.' ? c : '_');
            if (word || PLAIN.indexOf(c) >= 0) {
                exact.append(c);
            } else {
                HEX.toHexDigits(exact.append('%'), (byte) c);
            }
        }
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + exact;
    }
}
