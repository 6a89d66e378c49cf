package medusa.gui.servers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.util.Subscription;

import atlantafx.base.theme.Styles;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.ui.Messages;

/// "Serve a folder": the window's own servers, and a form for another one.
final class ServeCard extends VBox {
    private static final double PORT_WIDTH = 72;

    private final Messages messages = Messages.of(ServeCard.class);
    private final Servers servers;
    private final ServeModel model;
    private final VBox own = new VBox();
    private final VBox form = new VBox();
    private final VBox progress = new VBox();
    private final TextField folder = new TextField();
    private final Map<ServeModel.Field, TextField> fields = new EnumMap<>(ServeModel.Field.class);
    private final Label problem = Parts.text("", "small", Styles.DANGER);
    /// To the server that is shown while it starts: the newest alone.
    private Subscription watched = Subscription.EMPTY;
    private boolean failed;

    ServeCard(Servers servers, ServeModel model) {
        this.servers = servers;
        this.model = model;
        setId("serve");
        getStyleClass().add("servers-card");
        form.getStyleClass().add("servers-form");
        own.getStyleClass().add("servers-list");
        form.getChildren().addAll(folderRow(), ports(), reach(), writers(), note(), start());
        getChildren().addAll(Parts.heading(messages.text("serve.title")), Parts.text(messages.text("serve.text")), own,
                form, progress);
        servers.own().addListener((ListChangeListener<OwnServer>) _ -> fill());
        fill();
        showForm();
        sceneProperty().subscribe(scene -> {
            if (scene == null && failed) { // who comes back begins anew
                showForm();
            }
        });
    }

    // ---- the form ----

    private Node folderRow() {
        folder.setId("serve-folder");
        folder.setPromptText(messages.text("serve.folder.prompt"));
        folder.getStyleClass().add("mono");
        folder.textProperty().bindBidirectional(model.folderProperty());
        fields.put(ServeModel.Field.FOLDER, folder);
        HBox.setHgrow(folder, Priority.ALWAYS);
        Button choose = Parts.button("serve-choose", "serve.choose", this::choose);
        choose.setGraphic(new FontIcon(Feather.FOLDER));
        Label label = new Label(messages.text("serve.folder"));
        label.setLabelFor(folder);
        return new VBox(4, label, Parts.row(folder, choose));
    }

    private void choose() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(messages.text("serve.title"));
        if (!folder.getText().isBlank() && Files.isDirectory(Path.of(folder.getText()))) {
            chooser.setInitialDirectory(new File(folder.getText()));
        }
        File chosen = chooser.showDialog(getScene().getWindow());
        if (chosen != null) {
            folder.setText(chosen.getPath());
        }
    }

    private Node ports() {
        CheckBox http = new CheckBox(messages.text("serve.http"));
        http.setId("serve-http-on");
        http.selectedProperty().bindBidirectional(model.httpOnProperty());
        TextField httpPort = port("serve-http", "serve.http");
        httpPort.textProperty().bindBidirectional(model.httpProperty());
        fields.put(ServeModel.Field.HTTP, httpPort);
        httpPort.disableProperty().bind(http.selectedProperty().not());
        CheckBox ftp = new CheckBox(messages.text("serve.ftp"));
        ftp.setId("serve-ftp-on");
        ftp.selectedProperty().bindBidirectional(model.ftpOnProperty());
        TextField ftpPort = port("serve-ftp", "serve.ftp");
        ftpPort.textProperty().bindBidirectional(model.ftpProperty());
        fields.put(ServeModel.Field.FTP, ftpPort);
        ftpPort.disableProperty().bind(ftp.selectedProperty().not());
        Label https = new Label(messages.text("serve.https"));
        TextField httpsPort = port("serve-https", "serve.https");
        httpsPort.textProperty().bindBidirectional(model.httpsProperty());
        fields.put(ServeModel.Field.HTTPS, httpsPort);
        HBox secured = Parts.row(https, httpsPort);
        secured.visibleProperty().bind(model.networkProperty().and(model.writableProperty()));
        secured.managedProperty().bind(secured.visibleProperty());
        return new VBox(4,
                new FlowPane(16, 8, secured, Parts.row(http, httpPort), Parts.row(ftp, ftpPort)));
    }

    private TextField port(String id, String key) {
        TextField port = new TextField();
        port.setId(id);
        port.setAccessibleText(messages.text("serve.port", messages.text(key)));
        port.setPrefWidth(PORT_WIDTH);
        port.getStyleClass().add("servers-port");
        return port;
    }

    private Node reach() {
        ToggleGroup group = new ToggleGroup();
        RadioButton here = radio("serve-here", "serve.here", group);
        RadioButton network = radio("serve-network", "serve.network", group);
        here.setSelected(true);
        network.selectedProperty().bindBidirectional(model.networkProperty());
        return new VBox(8, new Label(messages.text("serve.reach")), Parts.row(here, network));
    }

    private Node writers() {
        ToggleGroup group = new ToggleGroup();
        RadioButton nobody = radio("serve-nobody", "serve.nobody", group);
        RadioButton somebody = radio("serve-somebody", "serve.somebody", group);
        nobody.setSelected(true);
        somebody.selectedProperty().bindBidirectional(model.writableProperty());
        TextField user = new TextField();
        user.setId("serve-user");
        user.setPromptText(messages.text("login.user"));
        user.setAccessibleText(messages.text("login.user"));
        user.textProperty().bindBidirectional(model.userProperty());
        PasswordField password = new PasswordField();
        password.setId("serve-password");
        password.setPromptText(messages.text("login.password"));
        password.setAccessibleText(messages.text("login.password"));
        password.textProperty().bindBidirectional(model.passwordProperty());
        fields.put(ServeModel.Field.USER, user);
        fields.put(ServeModel.Field.PASSWORD, password);
        HBox who = Parts.row(user, password);
        who.visibleProperty().bind(model.writableProperty());
        who.managedProperty().bind(who.visibleProperty());
        return new VBox(8, new Label(messages.text("serve.write")), Parts.row(nobody, somebody), who);
    }

    private RadioButton radio(String id, String key, ToggleGroup group) {
        RadioButton radio = new RadioButton(messages.text(key));
        radio.setId(id);
        radio.setToggleGroup(group);
        return radio;
    }

    private Node note() {
        Label note = Parts.text("", "small");
        note.setId("serve-note");
        note.textProperty().bind(model.noteProperty());
        return note;
    }

    private Node start() {
        Button start = Parts.button("serve-start", "serve.start", servers::serve, Styles.ACCENT);
        start.setGraphic(new FontIcon(Feather.PLAY));
        folder.setOnAction(_ -> start.fire());
        problem.setId("serve-problem");
        model.problemProperty().subscribe(this::complain);
        return Parts.row(start);
    }

    /// Below the field that it is about, where typing goes on.
    private void complain(ServeModel.Problem about) {
        fields.values().forEach(field -> field.pseudoClassStateChanged(Styles.STATE_DANGER, false));
        form.getChildren().forEach(section -> {
            if (section instanceof Pane pane) {
                pane.getChildren().remove(problem);
            }
        });
        if (about == null) {
            return;
        }
        TextField field = fields.get(about.field());
        problem.setText(about.text());
        form.getChildren().stream().filter(section -> within(field, section)).map(Pane.class::cast).findFirst()
                .ifPresent(section -> section.getChildren().add(problem));
        field.pseudoClassStateChanged(Styles.STATE_DANGER, true);
        field.setAccessibleHelp(about.text());
        field.requestFocus();
    }

    private static boolean within(Node node, Node section) {
        return node == section || node != null && within(node.getParent(), section);
    }

    // ---- those that are there ----

    private void fill() {
        own.getChildren().clear();
        for (OwnServer each : servers.own()) {
            each.profile().ifPresent(profile -> {
                Label name = new Label(each.name());
                name.getStyleClass().add(Styles.TEXT_BOLD);
                own.getChildren()
                        .add(Parts.row(new FontIcon(Feather.HARD_DRIVE), name, Parts.space(),
                                Parts.button("own-open", "own.open", () -> servers.show(each)),
                                Parts.button("own-stop-here", "own.stop", () -> servers.stop(each))));
            });
        }
        Parts.show(own, !own.getChildren().isEmpty());
    }

    // ---- while one starts ----

    private void showForm() {
        watched.unsubscribe();
        failed = false;
        progress.getChildren().clear();
        Parts.show(progress, false);
        Parts.show(form, true);
    }

    /// Shows how a server starts, and why if it does not.
    void watch(OwnServer server) {
        showForm();
        Label title = Parts.text(messages.text("serve.starting", server.serving().folder()), Styles.TEXT_BOLD);
        title.setId("serve-title");
        Label log = new Label();
        log.setId("serve-log");
        log.setWrapText(true);
        log.getStyleClass().addAll("mono", "servers-log");
        log.setMaxWidth(Double.MAX_VALUE);
        log.textProperty().bind(Bindings.createStringBinding(() -> String.join("\n", server.log()), server.log()));
        Button cancel = Parts.button("serve-cancel", "cancel", () -> servers.giveUp(server));
        progress.getChildren().setAll(title, log, Parts.row(cancel));
        progress.getStyleClass().setAll("servers-form");
        Parts.show(form, false);
        Parts.show(progress, true);
        watched = server.stageProperty().subscribe(stage -> {
            switch (stage) {
                case STARTING -> {
                }
                case FAILED -> showFailure(server, log);
                case RUNNING, STOPPING, ENDED -> showForm();
            }
        });
        fill();
    }

    private void showFailure(OwnServer server, Node log) {
        failed = true;
        Label title = Parts.text(messages.text("serve.failed"), Styles.TEXT_BOLD, Styles.DANGER);
        title.setId("serve-failed");
        Label why = Parts.text(server.why(), "mono");
        why.setId("serve-why");
        HBox buttons = Parts.row(Parts.button("serve-back", "serve.back", () -> {
            model.show(server.asked());
            showForm();
        }));
        why.getStyleClass().add("small");
        progress.getChildren().setAll(title, why, buttons);
        Refusal.of(server.why()).ifPresent(refusal -> progress.getChildren().add(1, Parts.text(messages.text(
                refusal.key()))));
        server.instead().ifPresent(other -> {
            Button instead = Parts.button("serve-instead", "serve.instead", () -> {
                model.show(server.asked());
                model.prefer(server.asked(), other);
                if (other.writer().isPresent()) { // whose password is forgotten
                    showForm();
                } else {
                    servers.serve();
                }
            }, Styles.ACCENT);
            instead.setText(messages.text("serve.instead", Servers.ports(other)));
            buttons.getChildren().addFirst(instead);
        });
        if (server.why().isEmpty()) {
            progress.getChildren().add(progress.getChildren().indexOf(buttons), log);
        }
    }

    /// Where typing begins.
    void focus() {
        folder.requestFocus();
    }
}
