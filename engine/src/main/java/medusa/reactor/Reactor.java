package medusa.reactor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import medusa.metrics.Counter;
import medusa.metrics.Counters;
import medusa.metrics.ErrorLog;
import medusa.reactor.Timers.Timer;

/// The loop: one thread and one selector for all connections, those that come in and those that go out.
///
/// A **turn** waits for ready channels and handles them, runs the timers that are due and the tasks that other threads have
/// posted, settles what that left (output to be sent, input to be let in), and closes what is to be closed. Nothing in it
/// may block. All methods belong to the thread that turns the reactor, except those that say "any thread".
///
/// ```java
/// try (Reactor reactor = Reactor.open()) {
///     reactor.listen(new InetSocketAddress(7), Acceptor.Options.defaults(), Echo::new);
///     reactor.run();
/// }
/// ```
public final class Reactor implements AutoCloseable {

    /// What a selection key belongs to.
    sealed interface Registered permits Link, Acceptor {
        /// The selector has found the socket ready.
        void ready();
    }

    /// A call into code that the reactor does not trust.
    interface Upcall {
        void on(Link link) throws Exception;
    }

    private static final Duration LONG = Duration.ofHours(1);

    private final Selector selector = Selector.open();
    private final ReactorOptions options;
    private final Workbench bench;
    private final Turns turns;
    private final Counters counters = new Counters();
    private final ErrorLog errors;

    private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ArrayDeque<Link> toSettle = new ArrayDeque<>();
    private final ArrayDeque<Link> toClose = new ArrayDeque<>();
    private final Set<Acceptor> outOfDescriptors = new HashSet<>();
    private final Consumer<SelectionKey> onReady = this::ready;

    private volatile Thread thread = Thread.currentThread();
    private volatile boolean stopped;
    private Link current;
    private final List<Runnable> whenDrained = new ArrayList<>();

    private Reactor(ReactorOptions options) throws IOException {
        this.options = options;
        bench = new Workbench(options);
        turns = new Turns(options.nanoClock());
        errors = new ErrorLog(options.wallClock());
    }

    /// A reactor with default options, to be turned by the calling thread.
    public static Reactor open() throws IOException {
        return open(ReactorOptions.DEFAULT);
    }

    /// A reactor to be turned by the calling thread, or by the one that calls [#run].
    public static Reactor open(ReactorOptions options) throws IOException {
        return new Reactor(options);
    }

    // ---- the loop ----

    /// Turns until [#stop], watched for turns that take too long.
    public void run() throws IOException {
        thread = Thread.currentThread();
        Thread watchdog = Thread.ofPlatform().daemon().name("medusa-watchdog")
                .start(new Watchdog(turns, thread, options.turnLimit())::run);
        try {
            while (!stopped) {
                turn(LONG);
            }
        } finally {
            watchdog.interrupt();
        }
    }

    /// One turn. Tests step a reactor by hand with this.
    ///
    /// @param wait how long to wait for something to do
    public void turn(Duration wait) throws IOException {
        boolean idle = posted.isEmpty() && toSettle.isEmpty() && toClose.isEmpty();
        long millis = idle ? (bench.timers.nanosToNext(wait.toNanos()) + 999_999) / 1_000_000 : 0;
        if (millis > 0) {
            selector.select(onReady, millis);
        } else {
            selector.selectNow(onReady);
        }
        Thread.interrupted(); // nobody stops a reactor so; left set, it would never wait again
        turns.begin();
        bench.timers.fire(this);
        runPosted();
        settle();
        closeDeferred();
        if (turns.end() > options.turnLimit().toNanos()) {
            counters.increment(Counter.LONG_TURNS);
        }
    }

    private void ready(SelectionKey key) {
        turns.begin();
        ((Registered) key.attachment()).ready();
    }

    private void runPosted() {
        woken.set(false);
        for (int left = posted.size(); left > 0; left--) {
            Runnable task = posted.poll();
            guard(null, c -> task.run());
        }
    }

    private void settle() {
        for (int left = toSettle.size(); left > 0; left--) {
            toSettle.poll().settleNow();
        }
    }

    private void closeDeferred() {
        if (toClose.isEmpty()) {
            return;
        }
        for (int left = toClose.size(); left > 0; left--) { // what these close in turn waits for the next turn
            toClose.poll().release();
        }
        List.copyOf(outOfDescriptors).forEach(Acceptor::resume);
        outOfDescriptors.clear();
        reportDrained();
    }

    private void reportDrained() {
        if (!whenDrained.isEmpty() && toClose.isEmpty() && openLinks().findAny().isEmpty()) {
            List<Runnable> reports = List.copyOf(whenDrained);
            whenDrained.clear();
            reports.forEach(report -> guard(null, c -> report.run()));
        }
    }

    /// The one guard: every call into a protocol, a timer's or another thread's task passes here. A failure is counted,
    /// logged once, and ends the channel of `link` alone; whatever else happens, the loop goes on.
    ///
    /// @param link null when no channel answers for the call
    void guard(Link link, Upcall upcall) {
        Link outer = current;
        current = link;
        boolean outermost = link != null && link.enter();
        try {
            upcall.on(link);
            if (outermost) {
                link.settle(); // never below a call that still uses the channel's buffers
            }
        } catch (Throwable failure) {
            counters.increment(Counter.FAULTS);
            errors.report(link == null ? "a task of the reactor" : link.owner().getClass().getName(), failure);
            if (link != null) {
                link.close(failure);
            }
        } finally {
            current = outer;
            if (outermost) {
                link.leave();
            }
            Thread.interrupted(); // what a protocol leaves set would close the next one's file, and end every wait at once
        }
    }

    // ---- what others ask of it ----

    /// Listens on `address` and gives each connection to a channel of its own.
    ///
    /// @param channels makes one channel for each connection
    /// @throws IOException if the address cannot be bound
    public Acceptor listen(SocketAddress address, Acceptor.Options options, Supplier<? extends Channel> channels)
            throws IOException {
        assertThread();
        return new Acceptor(this, address, options, channels);
    }

    /// Connects `channel` to `address`, a resolved one, since looking a name up would block. How it goes the channel hears
    /// by [Channel#opened] or [Channel#closed].
    ///
    /// @throws IOException if no socket can be had
    public <C extends Channel> C connect(SocketAddress address, C channel) throws IOException {
        return connect(address, ConnectOptions.DEFAULT, channel);
    }

    /// The same in another way.
    ///
    /// @throws IOException if no socket can be had, or not at the address of this end that is asked for
    public <C extends Channel> C connect(SocketAddress address, ConnectOptions how, C channel) throws IOException {
        assertThread();
        if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
            throw new IllegalArgumentException("an address without a number: " + address);
        }
        start(how.open(address), address, channel,
                new Link.Terms(how.limits(), how.buffers(), null, how.tls(), null));
        return channel;
    }

    /// Gives a connected socket to `channel`.
    ///
    /// @throws IOException if the socket is not usable any more; it is closed then
    void adopt(SocketChannel socket, Channel channel, Link.Terms terms) throws IOException {
        start(socket, null, channel, terms);
    }

    /// @param address null for a socket that is connected
    private void start(SocketChannel socket, SocketAddress address, Channel channel, Link.Terms terms)
            throws IOException {
        assertThread();
        Link link;
        try {
            socket.configureBlocking(false);
            if (socket.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            SocketWire bare = new SocketWire(socket, socket.register(selector, 0));
            link = channel.attach(this, terms.tls() == null ? bare : new TlsWire(bare, terms.tls(), bench), terms);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
        link.begin(address);
    }

    /// Runs `task` on the reactor thread, soon. Any thread; however many tasks are posted between two turns, the reactor is
    /// woken once.
    public void execute(Runnable task) {
        posted.add(task);
        if (Thread.currentThread() != thread && woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /// Runs `task` on the reactor thread after `delay`.
    public Timer after(Duration delay, Runnable task) {
        assertThread();
        return bench.timers.schedule(delay.toNanos(), null, task);
    }

    /// Ends [#run] after the turn under way. Any thread.
    public void stop() {
        stopped = true;
        selector.wakeup();
    }

    /// Asks every channel to end when it has finished what it is doing (see [Channel#drain]). Listeners stay as they are.
    ///
    /// @param whenDrained runs once, when no channel is left
    public void drain(Runnable whenDrained) {
        assertThread();
        this.whenDrained.add(whenDrained);
        channels().forEach(channel -> guard(channel.link(), link -> channel.drain()));
        execute(this::reportDrained);
    }

    /// The reactor and its channels as they are at the next turn. Any thread.
    public CompletableFuture<ReactorSnapshot> snapshot() {
        CompletableFuture<ReactorSnapshot> result = new CompletableFuture<>();
        execute(() -> {
            try {
                long since = options.nanoClock().getAsLong();
                List<ChannelSnapshot> seen = new ArrayList<>();
                channels().forEach(channel -> guard(channel.link(), link -> seen.add(link.snapshot())));
                result.complete(new ReactorSnapshot(turns.count(), turns.longest(), turns.recent(),
                        options.nanoClock().getAsLong() - since, bench.timers.size(), bench.pool.figures(), seen));
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
                throw failure;
            }
        });
        return result;
    }

    /// The channels that are not closed, in order of opening.
    public List<Channel> channels() {
        assertThread();
        return openLinks().map(Link::owner).sorted(Comparator.comparingLong(Channel::id)).toList();
    }

    private Stream<Link> openLinks() {
        return selector.keys().stream().map(SelectionKey::attachment).filter(Link.class::isInstance)
                .map(Link.class::cast)
                .filter(link -> link.state() != Channel.State.CLOSED);
    }

    /// What has been counted. Any thread.
    public Counters counters() {
        return counters;
    }

    /// What has failed. Any thread.
    public ErrorLog errors() {
        return errors;
    }

    /// The thread that turns the reactor. Any thread.
    public Thread thread() {
        return thread;
    }

    /// The time of this turn by the reactor's clock, in nanoseconds.
    public long now() {
        return turns.now();
    }

    /// How many turns have ended: the same within one, another in the next. Any thread.
    public long turns() {
        return turns.count();
    }

    /// How long the longest turn so far has taken, in nanoseconds, without the wait. Any thread.
    public long longestTurn() {
        return turns.longest();
    }

    /// The same of the last minute alone. Any thread.
    public long recentTurn() {
        return turns.recent();
    }

    /// Closes every channel and listener, and the reactor itself.
    @Override
    public void close() throws IOException {
        thread = Thread.currentThread();
        stopped = true;
        channels().forEach(Channel::close);
        closeDeferred();
        for (SelectionKey key : Set.copyOf(selector.keys())) {
            if (key.attachment() instanceof Acceptor acceptor) {
                acceptor.close();
            } else {
                key.channel().close(); // opened while the others were told of their end
            }
        }
        bench.names.close();
        selector.close();
    }

    // ---- what channels and acceptors use ----

    Selector selector() {
        return selector;
    }

    Workbench bench() {
        return bench;
    }

    /// The channel whose call is under way.
    Link current() {
        return current;
    }

    void settleLater(Link link) {
        toSettle.add(link);
    }

    void closeLater(Link link) {
        toClose.add(link);
    }

    void resumeOnClose(Acceptor acceptor) {
        outOfDescriptors.add(acceptor);
    }

    void forget(Acceptor acceptor) {
        outOfDescriptors.remove(acceptor);
    }

    void assertThread() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("only the reactor thread may do this; other threads use execute");
        }
    }
}
