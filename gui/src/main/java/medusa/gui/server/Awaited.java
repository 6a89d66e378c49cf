package medusa.gui.server;

import java.util.Map;

import javafx.beans.InvalidationListener;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableMap;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;

import org.kordamp.ikonli.feather.Feather;

import medusa.gui.client.Refusal;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Placeholder;
import medusa.monitor.MonitorClient.State;

/// A screen's content, and in its place, as long as the server has told nothing to show, why that is so.
public final class Awaited extends StackPane {
    /// What a screen shows is told by.
    private static final Map<String, String> METHODS = Map.of("dashboard", "server.watch", "connections",
            "connections.watch", "log", "log.tail");

    private final Messages messages = Messages.of(Awaited.class);
    private final ServerModel server;
    private final ObservableMap<String, Refusal> refusals;
    private final Node content;
    /// A binding would be forgotten if nobody kept it.
    private final ObservableValue<Boolean> there;
    private final StackPane why = new StackPane();
    private final String method;

    /// @param id    of the screen; `ID-awaited` is what stands in place of the content
    /// @param there whether there is something to show
    public Awaited(String id, ServerModel server, ObservableValue<Boolean> there, Node content) {
        this.server = server;
        refusals = server.refusals();
        this.content = content;
        this.there = there;
        method = METHODS.getOrDefault(id, "");
        why.setId(id + "-awaited");
        getChildren().addAll(content, why);
        server.stateProperty().subscribe(this::explain);
        server.quietProperty().subscribe(_ -> explain(server.stateProperty().get()));
        refusals.addListener((InvalidationListener) _ -> explain(server.stateProperty().get()));
        there.subscribe(_ -> show());
    }

    private void show() {
        boolean is = there.getValue();
        content.setVisible(is);
        why.setVisible(!is);
    }

    private void explain(State state) {
        Placeholder text = switch (state) {
            case State.Waiting waiting -> placeholder(Feather.CLOUD_OFF, "awaited.waiting", waiting.why());
            case State.Refused _ -> placeholder(Feather.SLASH, "awaited.refused", ""); // why is asked and told above
            case State.Closed _ -> placeholder(Feather.CLOUD_OFF, "awaited.closed", "");
            case State.Connected _ -> connected();
            case State.Connecting _,State.LoggingIn _ -> placeholder(Feather.LOADER, "awaited.connecting", "");
        };
        if (state instanceof State.Waiting) {
            Button again = new Button(messages.text("awaited.again"));
            again.setId(why.getId() + "-again");
            again.setOnAction(_ -> server.link().retry());
            text.getChildren().add(again);
        }
        why.getChildren().setAll(text);
    }

    private Placeholder connected() {
        Refusal refusal = refusals.get(method);
        if (refusal != null) {
            return placeholder(Feather.SLASH, refusal.unknown() ? "awaited.unknown" : "awaited.unheard",
                    refusal.why());
        }
        return placeholder(Feather.LOADER, server.quietProperty().get() ? "awaited.quiet" : "awaited.loading", "");
    }

    private Placeholder placeholder(Feather icon, String key, String hint) {
        return new Placeholder(icon, messages.text(key, server.profile().name()), hint);
    }
}
