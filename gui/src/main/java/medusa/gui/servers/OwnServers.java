package medusa.gui.servers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.IntegerBinding;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import medusa.gui.client.Profile;
import medusa.gui.client.Serving;
import medusa.gui.server.ServerModel;
import medusa.gui.shell.Shell;
import medusa.gui.ui.Messages;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.MonitorAddress;
import medusa.monitor.MonitorClient.State;

/// The servers that the window has started, with what is said of each above its screens. JavaFX thread only, unless it says
/// otherwise.
final class OwnServers {
    private final Messages messages = Messages.of(OwnServers.class);
    private final Shell shell;
    private final UiExecutor ui;
    private final Function<Profile, ServerModel> opener;
    private final ObservableList<OwnServer> list = FXCollections.observableArrayList();
    /// The same for other threads.
    private final List<OwnServer> alive = new CopyOnWriteArrayList<>();
    private final Map<OwnServer, Transfers> transfers = new HashMap<>();
    /// As others find this machine.
    private volatile String host = "127.0.0.1";
    private boolean closing;
    private volatile boolean ending;

    /// @param opener shows a server in the window
    OwnServers(Shell shell, UiExecutor ui, Function<Profile, ServerModel> opener) {
        this.shell = shell;
        this.ui = ui;
        this.opener = opener;
    }

    /// Those that run, or are about to. Not to be changed from outside.
    ObservableList<OwnServer> list() {
        return list;
    }

    Optional<OwnServer> at(MonitorAddress address) {
        return list.stream().filter(each -> each.profile().map(Profile::address).filter(address::equals).isPresent())
                .findFirst();
    }

    /// Starts one.
    ///
    /// @param asked    what was asked for
    /// @param serving  the same, on other ports where those were taken
    /// @param password wiped
    OwnServer start(Serving asked, Serving serving, char[] password, OwnServer.Yard yard) {
        yard.workers().execute(() -> host = LanAddress.find()); // is known long before the server is ready
        OwnServer server = new OwnServer(asked, serving, password, yard);
        list.add(server);
        alive.add(server);
        server.stageProperty().subscribe(stage -> changed(server, yard, stage));
        server.over().thenRun(() -> {
            alive.remove(server);
            list.remove(server);
        });
        return server;
    }

    private void changed(OwnServer server, OwnServer.Yard yard, OwnServer.Stage stage) {
        switch (stage) {
            case STARTING, FAILED -> {
            }
            case RUNNING -> {
                list.set(list.indexOf(server), server); // there is more to tell of it now
                show(server);
            }
            case STOPPING -> server.profile().ifPresent(profile -> {
                if (!closing) {
                    shell.ask(profile, OwnPanel.stopping(left(server), server::kill));
                }
            });
            case ENDED -> server.profile().ifPresent(profile -> ended(server, yard, profile));
        }
    }

    private ReadOnlyIntegerProperty left(OwnServer server) {
        return transfers.get(server).countProperty();
    }

    /// Shows its screens, and what there is to say of it.
    void show(OwnServer server) {
        server.profile().ifPresent(profile -> {
            ServerModel model = opener.apply(profile);
            count(server, model);
            if (server.stageProperty().get() == OwnServer.Stage.RUNNING) {
                shell.ask(profile, OwnPanel.running(server, server.links(host), left(server), server::stop,
                        () -> shell.answered(profile)));
            }
        });
    }

    /// Counts by the link of what is shown; once that is closed, by one of their own, since the server goes on.
    private void count(OwnServer server, ServerModel model) {
        Transfers before = transfers.get(server);
        if (before != null && before.are(model.link())) {
            return;
        }
        replace(server, new Transfers(model.link(), false, ui));
        model.stateProperty().subscribe(state -> {
            Transfers now = transfers.get(server);
            if (state instanceof State.Closed && !ending && now != null && now.are(model.link())) {
                replace(server, new Transfers(model.another(_ -> {}), true, ui));
            }
        });
    }

    private void replace(OwnServer server, Transfers by) {
        Transfers before = transfers.put(server, by);
        if (before != null) {
            before.close();
        }
    }

    private void ended(OwnServer server, OwnServer.Yard yard, Profile profile) {
        Transfers counted = transfers.remove(server);
        if (counted != null) {
            counted.close();
        }
        if (server.wasTold()) {
            shell.close(profile);
            shell.notices().done(messages.text("own.over", server.name()));
        } else {
            shell.ask(profile, OwnPanel.ended(server, () -> {
                shell.close(profile);
                start(server.asked(), server.serving(), new char[0], yard);
            }, () -> shell.close(profile)));
        }
    }

    /// See [Servers#mayClose].
    boolean mayClose(Runnable close) {
        IntegerBinding all = Bindings.createIntegerBinding(
                () -> transfers.values().stream().mapToInt(each -> each.countProperty().get()).sum(),
                transfers.values().stream().map(Transfers::countProperty).toArray(ReadOnlyIntegerProperty[]::new));
        Optional<OwnServer> busy = transfers.keySet().stream().filter(each -> left(each).get() > 0).findFirst();
        if (busy.isEmpty()) {
            return true;
        }
        Profile profile = busy.get().profile().orElseThrow();
        opener.apply(profile);
        if (!closing) {
            shell.ask(profile, OwnPanel.closing(all.get(), () -> {
                closing = true;
                endAll(close, OwnServer::stop);
                shell.ask(profile, OwnPanel.stopping(all, () -> list.forEach(OwnServer::kill)));
            }, () -> {
                closing = true;
                endAll(close, OwnServer::kill);
            }, () -> {
                shell.answered(profile);
                show(busy.get());
            }));
        }
        return false;
    }

    private void endAll(Runnable close, Consumer<OwnServer> how) {
        List<OwnServer> all = List.copyOf(list);
        CompletableFuture.allOf(all.stream().map(OwnServer::over).toArray(CompletableFuture[]::new)).thenRun(close);
        all.forEach(how);
    }

    /// See [Servers#endOwn]. Any thread.
    CompletableFuture<Void> end() {
        ending = true;
        return CompletableFuture.allOf(alive.stream().map(OwnServer::endAnyhow).toArray(CompletableFuture[]::new));
    }
}
