package medusa.http.extension;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualPath;
import medusa.http.AcceptEncoding;
import medusa.http.Compression;
import medusa.http.ContentCoding;
import medusa.http.HttpException;
import medusa.http.HttpRequest;

/// Chooses the form in which a client gets a file (RFC 9110 §12.5.3), and answers with it. Beside `a.css` may lie `a.css.br`,
/// `a.css.zst` or `a.css.gz`, compressed beforehand; one that is older than the file itself does not count, since it would show
/// what was there before, and none does where somebody may add files who may not change those that are there. Without them gzip is made on the way, but not for a range, which is cut from the file itself.
///
/// A client who refuses everything that there is gets the file as it is: better than an error (RFC 9110 §12.1).
final class FormChoice {
    private final KeptFiles files;
    private final boolean precompressed;

    /// @param precompressed whether to look for files beside the one that is asked for
    FormChoice(KeptFiles files, boolean precompressed) {
        this.files = files;
        this.precompressed = precompressed;
    }

    /// The forms that a file of such a type can have.
    FileForm formOf(HttpRequest request, String type) {
        return (precompressed || request.server().settings().compress()) && Compression.suits(type)
                ? FileForm.PLAIN
                : FileForm.ONLY;
    }

    /// @param plain the file as it is
    void send(HttpRequest request, KeptFile plain) throws HttpException, FilesystemException {
        if (plain.forms() != null && request.headers().contains("accept-encoding")) {
            AcceptEncoding accept = AcceptEncoding.of(request.headers());
            for (ContentCoding coding : accept.acceptable()) {
                if (coding == ContentCoding.IDENTITY) {
                    break;
                } else if (sendBeside(request, plain, coding)) {
                    return;
                } else if (coding == ContentCoding.GZIP && canMake(request, accept, plain)) {
                    GzipReply.send(request, plain, files);
                    return;
                }
            }
        }
        FileReply.send(request, plain);
    }

    private static boolean canMake(HttpRequest request, AcceptEncoding accept, KeptFile plain) {
        if (!request.server().settings().compress() || plain.forms().isUseless()) {
            return false;
        }
        boolean range = !request.isHead() && request.headers().contains("range");
        return accept.refusesIdentity() || !range && plain.facts().attributes().size() >= Compression.WORTH;
    }

    private boolean sendBeside(HttpRequest request, KeptFile plain, ContentCoding coding)
            throws HttpException, FilesystemException {
        if (!precompressed || files.mayBeForeign(plain.path())
                || plain.forms().isAbsent(coding, request.server().reactor().now())) {
            return false;
        }
        // No target has a space.
        String key = plain.key() == null ? null : plain.key() + ' ' + coding.token();
        KeptFile kept = key != null ? files.find(request, key) : null;
        if (kept != null && counts(kept.file(), plain)) {
            FileReply.send(request, kept);
            return true;
        }
        VirtualPath path = plain.path().parent().resolve(plain.path().name() + coding.suffix());
        OpenFile beside = open(request, path, plain);
        if (beside == null) {
            plain.forms().setAbsent(coding, request.server().reactor().now());
            return false;
        }
        files.use(request, path, beside, plain.facts().label(), FileForm.beside(coding), key,
                file -> FileReply.send(request, file));
        return true;
    }

    /// @return null if there is none that counts
    private OpenFile open(HttpRequest request, VirtualPath path, KeptFile plain) {
        try {
            OpenFile beside = files.openBeside(request, path);
            if (counts(beside, plain)) {
                return beside;
            }
            beside.close();
        } catch (FilesystemException e) {
            // not there, or not to be read: then it is not offered
        }
        return null;
    }

    private static boolean counts(OpenFile beside, KeptFile plain) {
        return !beside.attributes().modified().isBefore(plain.facts().attributes().modified());
    }
}
