package medusa.gui.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import medusa.gui.client.Profile;
import medusa.gui.client.SavedServer;
import medusa.gui.client.SecretTool;
import medusa.gui.client.Serving;
import medusa.gui.server.ServerModel;
import medusa.gui.shell.Shell;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Preferences;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.KnownServers;
import medusa.monitor.MonitorAddress;
import medusa.monitor.MonitorClient.State;
import medusa.monitor.SocketFolder;
import medusa.server.ConsoleWindow.Wish;
import medusa.state.UserFolders;

/// Which servers the window is on: those that are saved, those that it has started, and the way into each. JavaFX thread only,
/// unless it says otherwise.
public final class Servers implements AutoCloseable {
    private static final String PASSWORD = "MEDUSA_MONITOR_PASSWORD";
    private static final String FOLDER = "serve.folder";

    /// What servers need of the window.
    ///
    /// @param folders the user's
    /// @param out     takes what a server says that was wished for with the window
    /// @param err     takes what it logs; both on threads of their own
    public record Surroundings(UiExecutor ui, Clock clock, Preferences preferences, UserFolders folders,
            Consumer<String> out, Consumer<String> err) {}

    /// A server that is open.
    private record Open(Door door, Doorkeeper keeper, ServerModel model) {}

    private final Messages messages = Messages.of(Servers.class);
    private final Shell shell;
    private final Surroundings around;
    private final Executor workers = Thread::startVirtualThread;
    private final ServerList list;
    private final ObservableList<Profile> running = FXCollections.observableArrayList();
    private final Map<MonitorAddress, Open> open = new LinkedHashMap<>();
    private final Passwords passwords = new Passwords();
    private final Door.Keys keys;
    private final ServeModel form = new ServeModel();
    private final OwnServers own;
    private final StartView start;
    /// The server that the password of the environment is for; null for none.
    private MonitorAddress named;
    private boolean checking;

    /// Shows what to begin with.
    public Servers(Shell shell, Surroundings around) {
        this.shell = shell;
        this.around = around;
        list = new ServerList(around.preferences(), around.clock());
        keys = new Door.Keys(passwords, new SecretTool(around.folders().environment()),
                Optional.ofNullable(around.folders().environment().get(PASSWORD)),
                new KnownServers(around.folders().config()), workers);
        own = new OwnServers(shell, around.ui(), this::open);
        around.preferences().get(FOLDER).ifPresent(form.folderProperty()::set);
        start = new StartView(this, form);
        shell.start(start);
        shell.onConnectWanted(() -> {
            look(_ -> {});
            start.connect().focus();
        });
        shell.onServeWanted(start.serve()::focus);
    }

    /// Does what the window was opened for.
    public void begin(Wish wish) {
        if (wish.server().isPresent()) {
            MonitorAddress address = wish.server().get();
            named = address;
            Profile named = list.at(address).map(SavedServer::profile)
                    .orElseGet(() -> new Profile(address.toString(), address, systemUser()));
            open(new Profile(named.name(), address, wish.user().orElse(named.user())));
            look(_ -> {});
        } else if (wish.folder().isPresent()) {
            serve(Serving.standard(wish.folder().get().toAbsolutePath().normalize()), new char[0],
                    yard(around.out(), around.err()));
        } else if (list.last().isPresent()) {
            Profile last = list.last().get().profile();
            open(new Profile(last.name(), last.address(), wish.user().orElse(last.user())));
            look(_ -> {});
        } else {
            look(found -> {
                if (found.size() == 1 && open.isEmpty() && own.list().isEmpty()) {
                    open(found.getFirst());
                }
            });
        }
    }

    private static String systemUser() {
        return System.getProperty("user.name");
    }

    // ---- servers to connect to ----

    ServerList list() {
        return list;
    }

    /// This user's servers that run on this machine.
    ObservableList<Profile> running() {
        return running;
    }

    private void look(Consumer<List<Profile>> then) {
        workers.execute(() -> {
            List<Profile> found = live();
            around.ui().execute(() -> {
                running.setAll(found.stream().filter(each -> own.at(each.address()).isEmpty()).toList());
                then.accept(running);
            });
        });
    }

    private List<Profile> live() {
        try {
            return SocketFolder.live(around.folders().sockets()).stream().map(this::profile).toList();
        } catch (IOException e) {
            return List.of(); // somebody else could have put a socket there: none of this user's
        }
    }

    private Profile profile(Path socket) {
        String name = messages.text("running.name", socket.getFileName().toString().replace(".sock", ""));
        return new Profile(name, new MonitorAddress.Unix(socket), systemUser());
    }

    /// @param before null for a new one
    SavedServer save(SavedServer before, Profile profile) {
        if (before != null && !before.profile().address().equals(profile.address())) {
            forgetPassword(before);
        }
        return list.put(before, profile);
    }

    void remove(SavedServer server) {
        forgetPassword(server);
        list.remove(server);
    }

    private void forgetPassword(SavedServer server) {
        passwords.forget(server.profile());
        if (server.keep()) {
            workers.execute(() -> {
                try {
                    keys.keyring().forget(server.profile());
                } catch (IOException e) {
                    around.ui().execute(() -> keyringFailed(e.getMessage()));
                }
            });
        }
    }

    private void keyringFailed(String why) {
        shell.notices().problem(messages.text("keyring.failed"), why);
    }

    /// Connects to what the form says. A server that is new is saved as soon as somebody is in.
    ///
    /// @param before null for a new one
    void connect(SavedServer before, Profile profile) {
        if (before != null || list.at(profile.address()).isPresent()) {
            open(save(before, profile));
        } else {
            open(profile);
            open.get(profile.address()).keeper().remember(profile);
        }
    }

    void open(SavedServer server) {
        open(server.profile());
    }

    /// Shows a server; connects to it if that has not been done.
    ServerModel open(Profile profile) {
        Open known = open.get(profile.address());
        if (known != null) {
            return shell.open(known.door().profile(), known.door());
        }
        Doorkeeper keeper = new Doorkeeper(profile);
        Door door = new Door(profile, list.at(profile.address()).map(SavedServer::keep).orElse(false),
                profile.address().equals(named) ? keys : keys.withoutGiven(), around.ui(), keeper);
        ServerModel model = shell.open(profile, door);
        open.put(profile.address(), new Open(door, keeper, model));
        DoorPanel panel = new DoorPanel(door);
        door.questionProperty().addListener((_, before, question) -> {
            if (question != null) {
                shell.ask(profile, panel.view(question));
            } else if (before != null) {
                shell.answered(profile);
            }
        });
        model.stateProperty().subscribe(state -> {
            door.changed(state);
            if (state instanceof State.Closed) {
                open.remove(profile.address());
            }
        });
        return model;
    }

    /// What a door tells.
    private final class Doorkeeper implements Door.House {
        private final Profile profile;
        private Optional<Profile> toSave = Optional.empty();

        Doorkeeper(Profile profile) {
            this.profile = profile;
        }

        /// Has it be saved, as soon as somebody is in.
        void remember(Profile as) {
            toSave = Optional.of(as);
            if (open.get(profile.address()).model().connectedProperty().get()) {
                save();
            }
        }

        private void save() {
            toSave.ifPresent(as -> list.put(null, as));
            toSave = Optional.empty();
        }

        @Override
        public void entered(String user, boolean kept) {
            save();
            list.used(profile.address(), user, kept);
        }

        @Override
        public void keyringFailed(String why) {
            Servers.this.keyringFailed(why);
        }

        @Override
        public void retry() {
            Open now = open.get(profile.address());
            if (now != null && now.keeper() == this) { // not closed meanwhile, nor opened anew
                now.model().link().retry();
            }
        }
    }

    // ---- servers of one's own ----

    ObservableList<OwnServer> own() {
        return own.list();
    }

    /// Starts what the form says.
    void serve() {
        if (checking || form.complain()) {
            return;
        }
        checking = true;
        Serving asked = form.serving();
        workers.execute(() -> { // a folder may lie far away
            Optional<String> problem = ServeModel.folderProblem(asked.folder());
            around.ui().execute(() -> {
                checking = false;
                if (problem.isPresent()) {
                    form.complainOfFolder(problem.get());
                } else {
                    serve(asked, form.takePassword(), yard(_ -> {}, _ -> {}));
                }
            });
        });
    }

    private OwnServer.Yard yard(Consumer<String> out, Consumer<String> err) {
        return new OwnServer.Yard(around.folders(), around.ui(), workers, out, err);
    }

    private void serve(Serving asked, char[] password, OwnServer.Yard yard) {
        Serving serving = form.insteadOf(asked);
        form.show(asked);
        around.preferences().put(FOLDER, asked.folder());
        start.serve().watch(own.start(asked, serving, password, yard));
    }

    void show(OwnServer server) {
        own.show(server);
    }

    void stop(OwnServer server) {
        own.show(server);
        server.stop();
    }

    void giveUp(OwnServer server) {
        server.kill();
    }

    /// The ports of `serving`, as people say it.
    static String ports(Serving serving) {
        return Stream.of(serving.https(), serving.http(), serving.ftp()).filter(port -> port.orElse(0) > 0)
                .map(port -> String.valueOf(port.getAsInt())).collect(Collectors.joining(", "));
    }

    // ---- the end ----

    /// Whether the window may close now; else that is asked in the window, or waits for what is under way.
    ///
    /// @param close closes it
    public boolean mayClose(Runnable close) {
        return own.mayClose(close);
    }

    /// Has the servers end that the window has started; what is under way is finished. Any thread.
    ///
    /// @return completed when they have ended
    public CompletableFuture<Void> endOwn() {
        return own.end();
    }

    @Override
    public void close() {
        own.end();
        open.values().forEach(each -> each.door().close());
        passwords.close();
    }
}
