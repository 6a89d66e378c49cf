package medusa.gui.servers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import medusa.gui.client.LocalServer;
import medusa.gui.client.Profile;
import medusa.gui.client.ServedFolder;
import medusa.gui.client.Serving;
import medusa.gui.ui.Newest;
import medusa.gui.ui.UiExecutor;
import medusa.metrics.Printable;
import medusa.state.UserFolders;

/// A server that this window has started, from its start to its end. JavaFX thread only, unless it says otherwise.
final class OwnServer {
    private static final int KEPT = 500;

    /// How far it is.
    enum Stage {
        /// Not ready yet.
        STARTING,
        /// Ready.
        RUNNING,
        /// Lets nobody in any more, and finishes what is under way.
        STOPPING,
        /// It has never been ready: see [#why].
        FAILED,
        /// It was ready, and is over.
        ENDED
    }

    /// Where and how servers are started.
    ///
    /// @param out takes what they say of themselves; on threads of its own
    /// @param err takes what they log, likewise
    record Yard(UserFolders folders, UiExecutor ui, Executor workers, Consumer<String> out, Consumer<String> err) {}

    private final Serving asked;
    private final Serving serving;
    private final Yard yard;
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(Stage.STARTING);
    private final ObservableList<String> log = FXCollections.observableArrayList();
    private final Consumer<List<String>> newest;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    /// Completed once there is a process.
    private final CompletableFuture<LocalServer> process = new CompletableFuture<>();
    private LocalServer.Ready ready;
    private String why = "";
    private boolean told;
    private Optional<Serving> instead = Optional.empty();

    /// Begins to start it.
    ///
    /// @param asked    what was asked for
    /// @param serving  the same, on other ports where those were taken
    /// @param password the writer's; wiped; empty without one
    OwnServer(Serving asked, Serving serving, char[] password, Yard yard) {
        this.asked = asked;
        this.serving = serving;
        this.yard = yard;
        newest = new Newest<>(yard.ui(), (before, later) -> Stream.concat(before.stream(), later.stream()).toList(),
                this::logged);
        yard.workers().execute(() -> start(password));
    }

    /// On a worker.
    private void start(char[] password) {
        try {
            LocalServer server = ServedFolder.start(yard.folders(), serving, password, yard.out(), line -> {
                newest.accept(List.of(Printable.line(line)));
                yard.err().accept(line);
            });
            server.ready().whenComplete((is, failure) -> {
                if (failure == null) {
                    yard.ui().execute(() -> begun(is));
                } else {
                    failed(failure.getMessage());
                }
            });
            server.ended().thenAccept(status -> yard.ui().execute(() -> ended(status)));
            process.complete(server);
        } catch (IOException e) {
            failed(e.getMessage());
            yard.ui().execute(() -> ended(1));
        } finally {
            Passwords.wipe(password);
        }
    }

    /// On any thread but JavaFX's.
    private void failed(String said) {
        Optional<Serving> elsewhere = serving.elsewhere();
        yard.ui().execute(() -> {
            if (stage.get() != Stage.STOPPING) {
                why = said == null ? "" : said;
                instead = elsewhere;
                stage.set(Stage.FAILED);
            }
        });
    }

    private void begun(LocalServer.Ready is) {
        ready = is;
        if (stage.get() == Stage.STARTING) {
            stage.set(Stage.RUNNING);
        }
    }

    private void ended(int status) {
        told = stage.get() == Stage.STOPPING || status == 0;
        if (stage.get() != Stage.FAILED) {
            stage.set(Stage.ENDED);
        }
        over.complete(null);
    }

    private void logged(List<String> lines) {
        log.addAll(lines);
        if (log.size() > KEPT) {
            log.remove(0, log.size() - KEPT);
        }
    }

    /// What was asked for before ports turned out to be taken.
    Serving asked() {
        return asked;
    }

    Serving serving() {
        return serving;
    }

    ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    /// The last lines that it has logged. Not to be changed from outside.
    ObservableList<String> log() {
        return log;
    }

    /// Why it has failed, in its own words.
    String why() {
        return why;
    }

    /// The same on free ports, if ports that were taken are why it has failed.
    Optional<Serving> instead() {
        return instead;
    }

    /// How it is opened in the window; empty before it is ready.
    Optional<Profile> profile() {
        return Optional.ofNullable(ready).flatMap(LocalServer.Ready::monitor)
                .map(address -> new Profile(name(), address, System.getProperty("user.name")));
    }

    /// The folder's.
    String name() {
        return String.valueOf(Optional.ofNullable(serving.folder().getFileName()).orElse(serving.folder()));
    }

    /// Where people find it.
    ///
    /// @param host this machine, as the network knows it
    List<Link> links(String host) {
        return ready == null ? List.of() : Link.of(ready.listeners(), serving.network() ? host : "127.0.0.1");
    }

    /// A port that it was asked for, and the one that it has instead.
    record Moved(int wanted, int port) {}

    /// Which ports are others than those of `asked`.
    List<Moved> moved() {
        Map<String, OptionalInt> wanted = new LinkedHashMap<>();
        wanted.put("https", asked.secured() ? asked.https() : OptionalInt.empty());
        wanted.put("http", asked.http());
        wanted.put("ftp", asked.ftp());
        List<Moved> moved = new ArrayList<>();
        wanted.forEach((part, port) -> {
            String is = ready == null ? null : ready.listeners().get(part);
            if (is != null && port.orElse(0) > 0 && !is.endsWith(":" + port.getAsInt())) {
                moved.add(new Moved(port.getAsInt(), Integer.parseInt(is.substring(is.lastIndexOf(':') + 1))));
            }
        });
        return moved;
    }

    /// Whether it has ended since somebody wanted it to, here or elsewhere.
    boolean wasTold() {
        return told;
    }

    /// Has it finish what is under way, and end. Nothing if it has ended.
    void stop() {
        if (stage.get() == Stage.STARTING || stage.get() == Stage.RUNNING) {
            stage.set(Stage.STOPPING);
        }
        process.thenAccept(LocalServer::stop);
    }

    /// Ends it at once.
    void kill() {
        if (stage.get() == Stage.STARTING || stage.get() == Stage.RUNNING) {
            stage.set(Stage.STOPPING);
        }
        process.thenAccept(LocalServer::kill);
    }

    /// Completed when it is over, on the JavaFX thread.
    CompletableFuture<Void> over() {
        return over;
    }

    /// Has it end, without a JavaFX thread: this program is about to. Any thread.
    ///
    /// @return completed when it has ended
    CompletableFuture<Integer> endAnyhow() {
        LocalServer server = process.getNow(null);
        if (server == null) {
            return CompletableFuture.completedFuture(0);
        }
        server.stop();
        return server.ended();
    }
}
