package medusa.http;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import medusa.auth.User;
import medusa.producer.HookedProducer;
import medusa.reactor.Progress;

/// One request, and the way to answer it. Reactor thread only; another thread that has made an answer comes back through
/// [#execute].
public final class HttpRequest {

    /// Takes the body of a request, piece by piece, on the reactor thread.
    public interface BodyReceiver {
        /// Some bytes, good for this call only. To slow the client down: [HttpRequest#pauseBody].
        void content(ByteBuffer content) throws Exception;

        /// That was all.
        void end() throws Exception;

        /// The rest will not come: the client has gone, or has sent what is no body. A reply is not possible any more.
        default void lost() {}
    }

    private final HttpChannel channel;
    private final RequestHead head;
    private final RequestTarget target;
    private BodyReceiver receiver;
    /// Who was asked last; null before anybody is.
    private Installed answeredBy;
    /// Null for nothing.
    private AddedFields added;
    private User user = User.ANONYMOUS;
    /// How somebody could say who he is: values of `WWW-Authenticate`. Null if he could not.
    private Supplier<List<String>> challenges;
    /// What extensions have left for those behind them; null for nothing.
    private Map<Class<?>, Object> attached;
    /// Among which it is handed on; of several lists the innermost.
    private Extensions among;
    private Installed[] order;
    private int next;
    /// What of its body is still to come; null for nothing.
    private BodyIntake intake;
    /// The body of its reply on its way; null for none.
    private HookedProducer sending;
    /// What has been announced of it; -1 for nothing.
    private long announced;
    private boolean held;
    private boolean answered;

    HttpRequest(HttpChannel channel, RequestHead head, RequestTarget target) {
        this.channel = channel;
        this.head = head;
        this.target = target;
    }

    /// Case-sensitive, as sent (RFC 9110 §9.1).
    public String method() {
        return head.method();
    }

    /// Whether the reply's body is not wanted (RFC 9110 §9.3.2); the reply is made as for GET all the same.
    public boolean isHead() { return head.method().equals("HEAD"); }

    /// What it asks for, taken apart.
    public RequestTarget target() {
        return target;
    }

    /// The target, just as sent.
    public String rawTarget() {
        return head.target();
    }

    /// The path, percent-decoded once, one character for each byte; it begins with a slash, unless it
    /// is `*` (OPTIONS) or empty (CONNECT). Dot segments are still in it.
    public String path() {
        return target.path();
    }

    /// What stands behind the question mark, just as sent; null where there is none.
    public String query() {
        return target.rawQuery();
    }

    /// 0 or 1, of HTTP/1.x.
    public int minorVersion() {
        return head.minorVersion();
    }

    /// The header fields.
    public Headers headers() {
        return head.headers();
    }

    /// The client's address; null over a Unix-domain socket.
    public InetAddress peer() {
        return channel.peerAddress();
    }

    /// Where its connection was accepted: an Internet address and a port, or the path of a Unix-domain socket; null when the
    /// connection is over.
    public SocketAddress local() {
        return channel.local();
    }

    /// Whether it came over TLS.
    public boolean isSecure() { return channel.tls() != null; }

    /// The server that it came to.
    public HttpServer server() {
        return channel.server();
    }

    /// Who is asking: [User#ANONYMOUS] as long as nobody has proven who he is.
    public User user() {
        return user;
    }

    /// For extensions that check passwords; the name shows in the access log.
    public void user(User user) {
        this.user = user;
    }

    /// For extensions that check passwords: how somebody could say who he is. Whoever refuses something to somebody unknown
    /// with [HttpException#forbidden] has it answered with 401 and these.
    ///
    /// @param challenges values of `WWW-Authenticate` (RFC 9110 §11.6.1), the best one first
    public void offerLogin(List<String> challenges) {
        List<String> kept = List.copyOf(challenges);
        this.challenges = kept.isEmpty() ? null : () -> kept;
    }

    /// The same with challenges that are made when they are needed, which for most requests they are not.
    ///
    /// @param challenges gives at least one
    public void offerLogin(Supplier<List<String>> challenges) {
        this.challenges = challenges;
    }

    /// Whether somebody unknown could say who he is.
    public boolean offersLogin() {
        return challenges != null;
    }

    List<String> challenges() {
        return challenges == null ? List.of() : challenges.get();
    }

    /// Leaves something for the extensions behind; one of each class.
    public void attach(Object something) {
        if (attached == null) {
            attached = new HashMap<>(4);
        }
        attached.put(something.getClass(), something);
    }

    /// What an extension before has left; null for nothing.
    public <T> T attached(Class<T> type) {
        return attached == null ? null : type.cast(attached.get(type));
    }

    /// Takes the request out of the hands of the extension in charge, which has to find something out first: the body stays
    /// with the client until [#passOn], which is to follow, unless the request is answered instead. Only while
    /// [Extension#handle] runs.
    public void hold() {
        held = true;
    }

    boolean isHeld() { return held; }

    /// Has the request answered by the extensions behind the one in charge, as if that one had not matched. After [#hold] it may
    /// come later, on the reactor thread; once the client has gone it does nothing.
    public void passOn() {
        held = false;
        channel.passOn(this);
    }

    /// Takes the request in hand, but leaves the body with the client until [#takeBody], which is to follow, unless the request
    /// is answered instead: for an extension that has to find out first whether it wants it. A client that is lost until then is
    /// told to `receiver`. Only while [Extension#handle] runs.
    public void holdBody(BodyReceiver receiver) {
        held = true;
        this.receiver = receiver;
    }

    /// Asks for the body after [#holdBody]; a client that waits for `100 Continue` gets it now. Later, on the reactor thread; once
    /// the client has gone it does nothing.
    public void takeBody() {
        held = false;
        channel.takeBody(this);
    }

    /// An extension is about to be asked.
    ///
    /// @param next the one behind it in `order`
    void behind(Extensions among, Installed[] order, int next) {
        this.among = among;
        this.order = order;
        this.next = next;
    }

    void askBehind() {
        among.answer(this, order, next);
    }

    /// Adds a header field to the reply, whoever makes it and whatever it says. For extensions that let others answer; a reply
    /// that could not be read far enough to be theirs has none of it.
    ///
    /// @throws IllegalArgumentException as [HttpReply#header]
    public void addToReply(String name, String value) {
        HttpReply.requireField(name, value);
        toAdd().add(name, value);
    }

    /// Adds a header field to the reply unless it has one of that name in any other way. Of several defaults of one name the
    /// last one counts.
    public void addDefaultToReply(ReplyField field) {
        toAdd().addDefault(field);
    }

    private AddedFields toAdd() {
        if (added == null) {
            added = new AddedFields();
        }
        return added;
    }

    /// What the reply gets besides what its maker says; null for nothing.
    AddedFields added() {
        return added;
    }

    Installed answeredBy() {
        return answeredBy;
    }

    void answeredBy(Installed asked) {
        answeredBy = asked;
    }

    /// Whether a body comes with it.
    public boolean hasBody() {
        return channel.bodyExpected();
    }

    /// Asks for the body, be it empty, which is dropped otherwise; a client that waits for `100 Continue` gets it now. Only while
    /// [Extension#handle] runs.
    public void body(BodyReceiver receiver) {
        this.receiver = receiver;
        channel.bodyWanted(this);
    }

    BodyReceiver receiver() {
        return receiver;
    }

    /// The rest of the body will not come.
    void lose() {
        BodyReceiver loser = receiver;
        receiver = null;
        if (loser != null) {
            loser.lost();
        }
    }

    BodyIntake intake() {
        return intake;
    }

    void intake(BodyIntake next) {
        intake = next;
    }

    /// The reply's body is on its way.
    ///
    /// @param body   null when it is over
    /// @param length -1 if it is not known
    void sending(HookedProducer body, long length) {
        sending = body;
        announced = length;
    }

    /// Of the reply, and before that of the body.
    Progress progress() {
        if (sending != null) {
            return new Progress(sending.bytes(), announced);
        }
        return intake == null ? Progress.NONE : intake.progress();
    }

    /// Whether a reply has begun.
    boolean isAnswered() { return answered; }

    /// A reply begins.
    ///
    /// @return false if one has before
    boolean answer() {
        boolean first = !answered;
        answered = true;
        return first;
    }

    /// Holds the body back until [#resumeBody]; the client feels it.
    public void pauseBody() {
        channel.pauseBody(this);
    }

    /// Lets the body flow again; after its end it does nothing.
    public void resumeBody() {
        channel.resumeBody(this);
    }

    /// Begins the one reply to this request. It may be sent at any later time, as long as the channel is open; what is sent
    /// to a client that has gone is dropped.
    ///
    /// @param status 200 to 599
    public HttpReply reply(int status) {
        return new HttpReply(this, channel, status);
    }

    /// Answers with an error page, unless an answer has begun: then the connection ends, since nothing else can tell the
    /// client that something went wrong.
    public void fail(HttpException error) {
        channel.fail(this, error);
    }

    /// Runs `task` on the reactor thread, unless the client has gone by then. Any thread. What it throws is answered with
    /// 500.
    public void execute(Runnable task) {
        channel.execute(() -> {
            long since = System.nanoTime();
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                server().fault("a later answer", this, e);
            }
            kept(since);
        });
    }

    /// The extension in charge has kept the reactor since then.
    void kept(long since) {
        if (answeredBy != null) {
            answeredBy.kept(System.nanoTime() - since);
        }
    }

    /// The head as it was parsed.
    public RequestHead head() {
        return head;
    }
}
