package medusa.gui.servers;

import java.util.List;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.value.ObservableIntegerValue;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

import atlantafx.base.theme.Styles;

import medusa.gui.ui.Messages;

/// What stands above the screens of the window's own servers: where people find what is served, and how it ends.
final class OwnPanel {
    private static final Messages MESSAGES = Messages.of(OwnPanel.class);

    private OwnPanel() {}

    /// It runs.
    ///
    /// @param busy how many transfers are under way
    static Node running(OwnServer server, List<Link> links, ObservableIntegerValue busy, Runnable stop, Runnable hide) {
        Label now = Parts.text("", "small");
        now.setId("own-busy");
        now.textProperty().bind(Bindings.createStringBinding(() -> MESSAGES.text("own.busy", busy.get()), busy));
        FlowPane urls = new FlowPane(24, 8);
        links.forEach(link -> urls.getChildren().add(Parts.link(link)));
        VBox left = new VBox(8, Parts.row(
                Parts.text(MESSAGES.text("own.title", server.serving().folder()), Styles.TEXT_BOLD), Parts.space(),
                Parts.button("own-stop", "own.stop.long", stop),
                Parts.button("own-hide", "own.hide", hide, Styles.FLAT)),
                urls, Parts.row(Parts.text(MESSAGES.text(key(server)), "small"), now));
        List<String> moved = server.moved().stream()
                .map(port -> MESSAGES.text("own.moved", String.valueOf(port.wanted()), String.valueOf(port.port())))
                .toList();
        if (!moved.isEmpty()) {
            Label words = Parts.text(String.join(" ", moved), "small");
            words.setId("own-moved");
            left.getChildren().add(2, words);
        }
        BorderPane both = new BorderPane(left); // an HBox would be as high as the links are at their least width
        links.stream().filter(Link::isForOthers).findFirst().ifPresent(link -> {
            QrCode code = new QrCode(link.url());
            code.setId("own-qr");
            code.setAccessibleText(MESSAGES.text("own.qr.what", link.url()));
            VBox right = new VBox(4, code, Parts.text(MESSAGES.text("own.qr"), "small"));
            BorderPane.setMargin(right, new Insets(0, 0, 0, 16));
            both.setRight(right);
        });
        return Parts.panel("own", "servers-own", both);
    }

    private static String key(OwnServer server) {
        if (server.serving().secured()) {
            return "own.note.secured";
        }
        return server.serving().network() ? "own.note.network" : "own.note.local";
    }

    /// It finishes what is under way.
    ///
    /// @param left how many transfers that are
    static Node stopping(ObservableIntegerValue left, Runnable now) {
        Label text = Parts.text("", Styles.TEXT_BOLD);
        text.setId("own-stopping");
        StringBinding words = Bindings.createStringBinding(
                () -> MESSAGES.text(left.get() == 0 ? "own.stopping" : "own.finishing", left.get()), left);
        text.textProperty().bind(words);
        ProgressBar bar = new ProgressBar();
        bar.setAccessibleText(MESSAGES.text("own.stopping"));
        return Parts.panel("own", "servers-own",
                Parts.row(text, bar, Parts.space(), Parts.button("own-stop-now", "own.stop.now", now, Styles.DANGER)));
    }

    /// It has ended by itself.
    static Node ended(OwnServer server, Runnable again, Runnable close) {
        List<String> log = server.log();
        Label words = Parts.text(String.join("\n", log.subList(Math.max(0, log.size() - 3), log.size())), "mono",
                "small");
        return Parts.panel("own", "servers-refused", Parts.text(MESSAGES.text("own.ended", server.name()),
                Styles.TEXT_BOLD), words,
                Parts.row(Parts.button("own-again", "own.again", again, Styles.ACCENT),
                        Parts.button("own-close", "own.close", close)));
    }

    /// The window is to be closed, while clients are at something.
    static Node closing(int transfers, Runnable finish, Runnable now, Runnable cancel) {
        var no = Parts.button("closing-no", "cancel", cancel);
        no.setCancelButton(true);
        return Parts.panel("closing", "servers-question",
                Parts.text(MESSAGES.text("closing.title", transfers), Styles.TEXT_BOLD),
                Parts.row(Parts.button("closing-finish", "closing.finish", finish, Styles.ACCENT),
                        Parts.button("closing-now", "closing.now", now, Styles.DANGER), no));
    }
}
