package medusa.gui.servers;

import java.util.Arrays;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import atlantafx.base.theme.Styles;

import medusa.gui.ui.Messages;
import medusa.monitor.MonitorAddress;

/// What is asked at a door, as panels above the screens.
final class DoorPanel {
    private static final int GROUPS_A_LINE = 8;

    private final Messages messages = Messages.of(DoorPanel.class);
    private final Door door;
    private final String server;

    DoorPanel(Door door) {
        this.door = door;
        server = door.profile().address().toString();
    }

    /// The panel for a question.
    Node view(Question question) {
        return switch (question) {
            case Question.Login login -> login(login);
            case Question.Trust trust -> trust(trust);
            case Question.Changed changed -> changed(changed);
            case Question.Refused refused -> refused(refused);
        };
    }

    private Node login(Question.Login asked) {
        TextField user = new TextField(asked.user());
        user.setId("login-user");
        PasswordField password = new PasswordField();
        password.setId("login-password");
        CheckBox keep = new CheckBox(messages.text("login.keep"));
        keep.setId("login-keep");
        keep.setSelected(asked.keep() && asked.obstacle().isEmpty());
        keep.setDisable(asked.obstacle().isPresent());
        Runnable go = () -> {
            char[] typed = password.getText().toCharArray();
            password.clear();
            door.logIn(user.getText().strip(), typed, keep.isSelected());
        };
        Button logIn = Parts.button("login-go", "login.go", go, Styles.ACCENT);
        logIn.disableProperty().bind(user.textProperty().isEmpty().or(password.textProperty().isEmpty()));
        password.setOnAction(_ -> logIn.fire());
        user.setOnAction(_ -> password.requestFocus());
        Button cancel = Parts.button("login-cancel", "cancel", door::cancel);
        cancel.setCancelButton(true);
        HBox row = Parts.row(labelled("login.user", user), labelled("login.password", password), logIn, cancel);
        row.setAlignment(Pos.BOTTOM_LEFT);
        VBox panel = Parts.panel("login", "servers-question",
                Parts.text(messages.text("login.title", server), Styles.TEXT_BOLD),
                row, keep);
        asked.obstacle()
                .ifPresent(why -> panel.getChildren().add(Parts.told(messages.text("login.no-keyring", why))));
        if (!asked.why().isEmpty()) {
            Label wrong = Parts.text(messages.text("login.wrong"), Styles.DANGER);
            wrong.setId("login-wrong");
            panel.getChildren().add(1, new VBox(wrong, Parts.told(asked.why())));
        }
        focus(password);
        return panel;
    }

    private VBox labelled(String key, TextField field) {
        Label label = new Label(messages.text(key));
        label.setLabelFor(field);
        label.getStyleClass().add("small");
        return new VBox(label, field);
    }

    private Node trust(Question.Trust asked) {
        Button no = Parts.button("trust-no", "trust.no", door::cancel);
        no.setCancelButton(true);
        focus(no);
        Label fingerprint = fingerprint("trust-fingerprint", asked.fingerprint());
        return Parts.panel("trust", "servers-question",
                Parts.text(messages.text("trust.title", server), Styles.TEXT_BOLD), fingerprint,
                Parts.text(messages.text("trust.compare")),
                Parts.row(Parts.button("trust-yes", "trust.yes", () -> door.trust(asked), Styles.ACCENT), no));
    }

    private Node changed(Question.Changed asked) {
        Button trust = Parts.button("changed-trust", "changed.trust", () -> door.trust(asked), Styles.DANGER);
        CheckBox compared = new CheckBox(messages.text("changed.compared"));
        compared.setId("changed-compared");
        trust.disableProperty().bind(compared.selectedProperty().not());
        Button retry = Parts.button("changed-retry", "retry", door::retry);
        focus(retry);
        VBox panel = Parts.panel("changed", "servers-alarm",
                Parts.text(messages.text("changed.title", server), "heading"),
                Parts.text(messages.text("changed.meaning")),
                Parts.text(messages.text("changed.now"), Styles.TEXT_BOLD), fingerprint("changed-now", asked.now()),
                Parts.text(messages.text("changed.before"), Styles.TEXT_BOLD),
                fingerprint("changed-before", asked.before()), Parts.text(messages.text("trust.compare")),
                Parts.row(retry, Parts.space(), compared, trust));
        boolean isKnown = !asked.now().isEmpty() && door.profile().address() instanceof MonitorAddress.Tcp;
        Parts.show(compared, isKnown);
        Parts.show(trust, isKnown);
        return panel;
    }

    private Node refused(Question.Refused asked) {
        Button retry = Parts.button("refused-retry", "retry", door::retry, Styles.ACCENT);
        focus(retry);
        VBox panel = Parts.panel("refused", asked.kind().style(),
                Parts.row(Parts.text(messages.text(asked.kind().key(), server), Styles.TEXT_BOLD), Parts.space(),
                        retry));
        if (!asked.why().isEmpty()) {
            panel.getChildren().add(Parts.told(asked.why()));
        }
        return panel;
    }

    /// In groups of two bytes, which people can read to each other.
    private static Label fingerprint(String id, String fingerprint) {
        String[] bytes = fingerprint.split(":");
        StringBuilder grouped = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            String before = i % (2 * GROUPS_A_LINE) == 0 ? "\n" : i % 2 == 0 ? "  " : ":";
            grouped.append(i == 0 ? "" : before).append(bytes[i]);
        }
        Label label = new Label(grouped.toString());
        label.setId(id);
        label.setMinHeight(Label.USE_PREF_SIZE);
        label.getStyleClass().addAll("mono", "servers-fingerprint");
        label.setAccessibleText(String.join(" ", Arrays.asList(bytes)));
        return label;
    }

    /// As soon as it is to be seen.
    private static void focus(Node node) {
        node.sceneProperty().subscribe(scene -> {
            if (scene != null) {
                node.requestFocus();
            }
        });
    }
}
