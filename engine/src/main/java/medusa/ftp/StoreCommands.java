package medusa.ftp;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import medusa.auth.Right;
import medusa.auth.User;
import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.SharedTree;
import medusa.filesystem.Upload;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualFilesystem.WriteMode;
import medusa.filesystem.VirtualPath;
import medusa.ftp.TransferCommands.Range;

/// Files on their way to the tree (RFC 959 §4.1.3, RFC 3659 §5).
final class StoreCommands {
    /// Names that are tried behind the one that somebody has asked for.
    private static final int MOST_NUMBERED = 100;

    /// What becomes of a file that is there.
    private enum Way {
        REPLACE,
        APPEND,
        /// There is none.
        CREATE
    }

    private StoreCommands() {}

    static List<FtpCommand> all() {
        return List.of(
                FtpCommand.named("STOR", request -> begin(request, request.file(), Way.REPLACE)).withPath()
                        .needs(Right.WRITE).help("takes a file", "RFC 959 §4.1.3"),
                FtpCommand.named("APPE", request -> begin(request, request.file(), Way.APPEND)).withPath()
                        .needs(Right.WRITE).help("takes what is to be added to a file", "RFC 959 §4.1.3"),
                FtpCommand.named("STOU", request -> begin(request, request.path(), Way.CREATE)).withOptionalPath().needs(Right.WRITE)
                        .help("takes a file, and gives it a name of its own", "RFC 1123 §4.1.2.9"));
    }

    /// @return null if there is nothing
    private static Attributes attributes(VirtualFilesystem files, VirtualPath path) throws FilesystemException {
        try {
            return files.attributes(path);
        } catch (FilesystemException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    private static void begin(FtpRequest request, VirtualPath path, Way way) throws FtpException {
        request.session().requireShown(path);
        TransferCommands.requireDataPort(request);
        Range range = Range.of(request);
        if (!range.isOpen()) {
            throw new FtpException(554, "RANG is for RETR; use REST.");
        }
        if (range.first() > 0) {
            TransferCommands.requireBytes(request, 554);
        }
        if (range.first() > 0 && way == Way.CREATE) {
            throw new FtpException(554, "There is nothing yet to go on with.");
        }
        FtpSession session = request.session();
        Store store = new Store(session.tree(), session.files(), session.user(), path, way, range,
                session.server().settings().inPlace(), Conversion.of(session));
        Runnable then = () -> take(request, store);
        request.whenInterrupted(() -> TransferCommands.abortUnbegun(request));
        if (session.tree().ready(session.user(), path, () -> session.channel().execute(then))) {
            then.run();
        }
    }

    private static void take(FtpRequest request, Store store) {
        if (request.isAnswered()) {
            return; // somebody has not waited until it was known how full his home is
        }
        Writers writers = request.session().server().writers();
        new Incoming(request, store.path, () -> store.way == Way.CREATE ? store.unique(writers) : store.alone(writers),
                file -> FtpReply.of(150, store.at(file).opening(request)), FtpReply.of(226, "Transfer complete."),
                store.stays());
    }

    /// What is to be done with a file. Immutable; any thread.
    private record Store(SharedTree tree, VirtualFilesystem files, User user, VirtualPath path, Way way, Range range,
            boolean inPlace, Conversion conversion) {

        String opening(FtpRequest request) {
            boolean here = path.parent().equals(request.session().directory());
            return way == Way.CREATE
                    ? "FILE: " + (here ? path.name() : path)
                    : TransferCommands.opening(request, path) + '.';
        }

        /// Whether what has come by the time when a transfer breaks off is kept.
        boolean stays() {
            return inPlace || way == Way.APPEND || range.first() > 0;
        }

        Store at(VirtualPath other) {
            return new Store(tree, files, user, other, way, range, inPlace, conversion);
        }

        /// On a worker.
        Incoming.Opened alone(Writers writers) throws Exception {
            return new Incoming.Opened(path, writers.alone(tree, path, this::open));
        }

        /// On a worker. In the folder that is named, under a name that nobody has asked for; or under the one that is, with a number
        /// behind it if it is taken.
        Incoming.Opened unique(Writers writers) throws Exception {
            Attributes there = attributes(tree.unguarded(), path);
            if (there != null && there.isFolder()) {
                String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
                return at(path.resolve("upload-" + random)).alone(writers);
            }
            VirtualPath free = path;
            for (int i = 1; i <= MOST_NUMBERED + 1; i++) {
                Optional<Upload> upload = at(free).ifFree(writers);
                if (upload.isPresent()) {
                    return new Incoming.Opened(free, upload.get());
                }
                free = path.parent().resolve(path.name() + '.' + i);
            }
            throw new FtpException(450, "There are too many files of this name.");
        }

        private Optional<Upload> ifFree(Writers writers) throws Exception {
            if (attributes(tree.unguarded(), path) != null) {
                return Optional.empty();
            }
            try {
                return writers.ifAlone(tree, path, this::open);
            } catch (FilesystemException e) {
                if (e.reason() == Reason.EXISTS) { // since then, or as a link that leads nowhere
                    return Optional.empty();
                }
                throw e;
            }
        }

        /// On a worker.
        ///
        /// @param place where the path leads
        Upload open(VirtualPath place) throws FtpException, FilesystemException {
            boolean continued = range.first() > 0;
            if (continued && attributes(tree.unguarded(), place) == null) {
                throw new FtpException(550, "There is no such file to go on with.");
            }
            boolean overwrites = !continued && way == Way.REPLACE && inPlace && mayChange(place);
            if (overwrites) {
                create();
            }
            Upload upload = files.write(path, continued || overwrites ? WriteMode.CONTINUE : mode());
            try {
                Upload placed = continued || overwrites ? new PlacedUpload(upload, range.first()) : upload;
                if (range.announced() > 0 && !continued && way != Way.APPEND && conversion.isNone()) {
                    placed.expect(range.announced());
                }
                return conversion.incoming(placed);
            } catch (FilesystemException | RuntimeException e) {
                upload.close();
                throw e;
            }
        }

        private WriteMode mode() {
            return switch (way) {
                case REPLACE -> WriteMode.REPLACE;
                case APPEND -> WriteMode.CONTINUE;
                case CREATE -> WriteMode.CREATE;
            };
        }

        /// Who may not cannot write in place either: what he has made is not his to change.
        private boolean mayChange(VirtualPath place) {
            return tree.allows(user, Right.DELETE, path) && tree.allows(user, Right.DELETE, place);
        }

        /// So that the file is there from now on.
        private void create() throws FilesystemException {
            try (Upload empty = files.write(path, WriteMode.CREATE)) {
                empty.commit();
            } catch (FilesystemException e) {
                if (e.reason() != Reason.EXISTS) {
                    throw e;
                }
            }
        }
    }
}
