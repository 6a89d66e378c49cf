package medusa.http.extension;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

import medusa.auth.Right;
import medusa.auth.User;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.SharedTree;
import medusa.filesystem.Upload;
import medusa.filesystem.UploadWriter;
import medusa.filesystem.VirtualFilesystem.WriteMode;
import medusa.filesystem.VirtualPath;
import medusa.http.BodyLength;
import medusa.http.HttpException;
import medusa.http.HttpReply;
import medusa.http.HttpRequest;
import medusa.http.Validators;
import medusa.metrics.Counter;
import medusa.metrics.Counters;

/// One PUT: a file, or a part of one.
///
/// The file is opened, and everything looked at that could forbid it, before the client is asked for the body; conditions are
/// looked at again when all of it is there, together with the commit. Workers do both. What breaks off in between is kept for who
/// can go on with it, which is only possible where the length of the whole is known.
final class PutRequest implements HttpRequest.BodyReceiver, UploadWriter.Receiver {

    /// How far it is.
    private enum Phase {
        /// The body is still with the client.
        OPENING,
        /// It comes.
        RECEIVING,
        /// It is there.
        ENDING
    }

    /// What is to be written.
    ///
    /// @param range null for a whole file
    /// @param total bytes of the whole file, -1 if that is not known
    private record Content(ContentRange range, long total) {
        static Content of(HttpRequest request) throws HttpException {
            BodyLength framing = request.head().bodyLength();
            if (framing.kind() == BodyLength.Kind.NONE) {
                throw new HttpException(411, "A file must come with its Content-Length, or in chunks.");
            }
            long length = framing.kind() == BodyLength.Kind.GIVEN ? framing.bytes() : -1;
            var lines = request.headers().all("Content-Range");
            ContentRange range = lines.isEmpty() ? null : ContentRange.of(lines, length);
            return new Content(range, range == null ? length : range.total());
        }

        long first() {
            return range == null ? 0 : range.first();
        }

        /// Whether the file is whole when the body is.
        boolean isLast() { return range == null || range.isLast(); }
    }

    private final HttpRequest request;
    private final VirtualPath path;
    private final UploadRoom room;
    private final SharedTree tree;
    private final User user;
    private final Content content;
    private final UploadRoom.Owner owner;
    /// Null where it cannot be continued.
    private final PartialUploads.Key key;
    private PartialUploads.Part part;
    /// Null until it is known how much room its user has.
    private UploadWriter writer;
    private Phase phase = Phase.OPENING;
    /// Whether the part is no longer what it was. Set by the opening.
    private boolean continued;
    private boolean lost;
    // Set by the commit.
    private boolean replaced;
    private String tag;

    private PutRequest(HttpRequest request, VirtualPath path, UploadRoom room, Content content) {
        this.request = request;
        this.path = path;
        this.room = room;
        this.content = content;
        tree = room.tree().get();
        user = request.user();
        owner = UploadRoom.Owner.of(request);
        key = content.total < 0 ? null : new PartialUploads.Key(owner, path, content.total);
    }

    static void handle(HttpRequest request, VirtualPath path, UploadRoom room) throws HttpException {
        if (path.isRoot()) {
            throw Refusals.notAllowed("This is a folder.", Refusals.ROOT);
        }
        if (UploadRoom.meansFolder(request)) {
            throw Refusals.notAllowed("This is the name of a folder.", Refusals.SLASH);
        }
        UploadRoom.require(room.tree().get(), request, Right.WRITE, path);
        room.requireName(path);
        for (String coding : request.headers().tokens("Content-Encoding")) {
            if (!coding.equalsIgnoreCase("identity")) {
                throw new HttpException(415, "Files are stored as they come, so they must come as they are.")
                        .with("Accept-Encoding", "identity");
            }
        }
        PutRequest put = new PutRequest(request, path, room, Content.of(request));
        if (put.content.range != null && put.content.range.isQuestion()) {
            put.tellHowFar();
        } else {
            put.begin();
        }
    }

    /// How far a file has come whose total length the client tells.
    private void tellHowFar() throws HttpException {
        PartialUploads.Part found = room.partials().find(key, tree.unguarded());
        if (found == null && room.partials().isBusy(key)) {
            throw busy();
        }
        partly(request.reply(202), found == null ? 0 : found.size()).send();
    }

    /// Says how much is there: `Range: bytes=0-last`, and nothing for nothing.
    private static HttpReply partly(HttpReply reply, long size) {
        return size == 0 ? reply : reply.header("Range", range(size));
    }

    private static String range(long size) {
        return "bytes=0-" + (size - 1);
    }

    /// Whoever comes back may be here before the end of his last connection was noticed.
    private static HttpException busy() {
        return new HttpException(503, "This file is still coming in by another request.").with("Retry-After", "5");
    }

    private void begin() throws HttpException {
        if (user.limits().file().isPresent() && content.total > user.limits().file().getAsLong()) {
            throw Refusals.tooLarge();
        }
        if (!(content.first() == 0 && content.isLast()) && !room.partials().keeps()) {
            throw new HttpException(400, "Parts of files are not taken here.");
        }
        part = content.first() == 0 ? null : requirePart();
        room.slots().take(owner, user.limits().sessions());
        if (part != null) {
            room.partials().remove(key);
        }
        if (key != null) {
            room.partials().begin(key);
        }
        request.holdBody(this);
        Executor reactor = room.server().reactor()::execute;
        if (part != null || tree.ready(user, path, () -> reactor.execute(this::write))) {
            write();
        }
    }

    private void write() {
        if (!lost) {
            writer = new UploadWriter(room.workers(), room.server().reactor()::execute, room.shelf(), this::open, this);
        }
    }

    private PartialUploads.Part requirePart() throws HttpException {
        PartialUploads.Part found = room.partials().find(key, tree.unguarded());
        if (found == null && room.partials().isBusy(key)) {
            throw busy();
        }
        if (found == null || found.size() < content.first()) {
            HttpException gap = new HttpException(409, "What comes before this part is not there.");
            throw found == null ? gap : gap.with("Range", range(found.size()));
        }
        return found;
    }

    // ---- on a worker ----

    private Upload open() throws Exception {
        if (part != null) {
            requireConditions(); // before anything of it is lost
            continued = true;
        }
        Upload upload = part == null ? create() : part.upload();
        try {
            if (part != null) {
                upload.position(content.first());
            }
            if (content.total >= 0) {
                upload.expect(content.total);
            }
            if (part == null) {
                requireConditions();
            }
            return upload;
        } catch (Exception | Error e) {
            upload.close();
            throw e;
        }
    }

    private void requireConditions() throws HttpException, FilesystemException {
        room.requireConditions(request, room.current(tree, path));
    }

    private Upload create() throws HttpException, FilesystemException {
        // What must not be there is not replaced, even if it comes in the very moment of the commit.
        try {
            return tree.as(user).write(path, isOnlyNew() ? WriteMode.CREATE : WriteMode.REPLACE);
        } catch (FilesystemException e) {
            if (e.reason() == FilesystemException.Reason.EXISTS) {
                throw exists();
            }
            throw e;
        }
    }

    /// Something has this name, and is not replaced.
    private HttpException exists() throws HttpException, FilesystemException {
        Validators there = room.current(tree, path);
        if (!tree.allows(user, Right.DELETE, path)) {
            return notReplaced(there);
        }
        if (there.exists() && tree.unguarded().attributes(path).isFolder()) {
            return Refusals.notAllowed("This is a folder.", Refusals.FOLDER);
        }
        room.requireConditions(request, there);
        return new HttpException(409, "Something has this name that is not replaced.");
    }

    private boolean isOnlyNew() { return "*".equals(request.headers().first("If-None-Match")); }

    /// A log-in would not help who wants to make a file and nothing else: there is one.
    private HttpException notReplaced(Validators there) throws HttpException {
        if (isOnlyNew()) {
            room.requireConditions(request, there);
        }
        return Refusals.forbidden();
    }

    /// Nobody else changes what is there between the look at it and the commit, who comes this way.
    private void commit(Upload upload) throws Exception {
        tree.alone(path, () -> {
            Validators before = room.current(tree, path);
            if (before.exists() && !tree.allows(user, Right.DELETE, path)) {
                throw notReplaced(before);
            }
            room.requireConditions(request, before);
            try {
                upload.commit();
            } catch (FilesystemException e) {
                throw e.reason() == FilesystemException.Reason.EXISTS ? exists() : e;
            }
            replaced = before.exists();
            tag = upload.committed().map(file -> room.validators(file).etag()).orElse(null);
            return null;
        });
    }

    // ---- what the writer says ----

    @Override
    public void opened() {
        if (lost) {
            return;
        }
        phase = Phase.RECEIVING;
        if (key != null && part == null) {
            room.partials().drop(key); // it begins anew
        }
        request.takeBody();
    }

    @Override
    public void room() {
        request.resumeBody();
    }

    @Override
    public void written(long bytes) {
        over(Counter.UPLOADS);
        request.execute(this::sayWritten); // in a later turn: a file in memory is looked at once in each
    }

    private void sayWritten() {
        HttpReply reply = request.reply(replaced ? 204 : 201);
        (tag == null ? reply : reply.header("ETag", tag)).send();
    }

    @Override
    public void detached(Upload upload) {
        long size = upload.position();
        long kept = 0;
        if (size == 0) {
            room.workers().execute(upload::close);
        } else if (room.partials().keep(key, new PartialUploads.Part(upload, size, tree.unguarded()))) {
            kept = size;
        }
        over(lost ? Counter.UPLOADS_BROKEN : null);
        if (!lost) {
            partly(request.reply(202), kept).send();
        }
    }

    @Override
    public void failed(Throwable why) {
        over(phase == Phase.OPENING ? null : Counter.UPLOADS_BROKEN);
        if (part != null && !continued) {
            room.partials().keep(key, part);
        }
        HttpException answer = Refusals.of(why, request);
        if (!lost) {
            request.fail(answer);
        }
    }

    @Override
    public void abandoned() {
        over(Counter.UPLOADS_BROKEN);
    }

    /// @param counter null for none
    private void over(Counter counter) {
        room.slots().giveBack(owner);
        if (key != null) {
            room.partials().end(key);
        }
        if (counter != null) {
            Counters counters = room.server().reactor().counters();
            counters.increment(counter);
        }
    }

    // ---- what the client sends ----

    @Override
    public void content(ByteBuffer piece) {
        boolean hasRoom;
        try {
            hasRoom = writer.write(piece);
        } catch (OutOfMemoryError e) {
            writer.abandon(); // the client is told by who catches it, and sends nothing more
            throw e;
        }
        if (!hasRoom) {
            request.pauseBody();
        }
    }

    @Override
    public void end() {
        phase = Phase.ENDING;
        if (content.isLast()) {
            writer.finish(this::commit);
        } else {
            writer.detach();
        }
    }

    @Override
    public void lost() {
        lost = true;
        if (writer == null) {
            over(Counter.UPLOADS_BROKEN);
        } else if (isWorthKeeping() && key != null && room.partials().keeps()) {
            writer.detach();
        } else {
            writer.abandon();
        }
    }

    private boolean isWorthKeeping() { return phase == Phase.RECEIVING || phase == Phase.OPENING && part != null; }
}
