package medusa.gui.servers;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import atlantafx.base.theme.Styles;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.client.Profile;
import medusa.gui.client.SavedServer;
import medusa.gui.ui.Messages;

/// "Connect to a server": those that are saved, those that run here, and a form.
final class ConnectCard extends VBox {
    private final Messages messages = Messages.of(ConnectCard.class);
    private final Servers servers;
    private final ConnectModel model = new ConnectModel();
    private final VBox saved = new VBox();
    private final VBox running = new VBox();
    private final VBox form = new VBox();
    private final Label title = new Label();
    private final TextField address = field("connect-address", "connect.address.prompt");
    private final Button another = Parts.button("connect-new", "connect.new", () -> edit(null), Styles.FLAT);

    ConnectCard(Servers servers) {
        this.servers = servers;
        setId("connect");
        getStyleClass().add("servers-card");
        saved.getStyleClass().add("servers-list");
        running.getStyleClass().add("servers-list");
        form.getStyleClass().add("servers-form");
        another.setGraphic(new FontIcon(Feather.PLUS));
        fillForm();
        getChildren().addAll(Parts.heading(messages.text("connect.title")), Parts.text(messages.text("connect.text")),
                saved, running, another, form);
        servers.list().servers().addListener((ListChangeListener<SavedServer>) _ -> {
            fill();
            closeFormOfSaved();
        });
        servers.running().addListener((ListChangeListener<Profile>) _ -> fill());
        fill();
        closeForm();
    }

    private void fill() {
        saved.getChildren().clear();
        running.getChildren().clear();
        for (SavedServer each : servers.list().servers()) {
            Button edit = Parts.icon("saved-edit", Feather.EDIT_2,
                    messages.text("connect.edit", each.profile().name()), () -> edit(each));
            Button remove = Parts.icon("saved-delete", Feather.TRASH_2,
                    messages.text("connect.delete", each.profile().name()), () -> askToDelete(each));
            saved.getChildren().add(Parts.row(entry("saved", Feather.SERVER, each.profile(),
                    () -> servers.open(each)), edit, remove));
        }
        for (Profile each : servers.running()) {
            if (servers.list().at(each.address()).isEmpty()) {
                running.getChildren()
                        .add(Parts.row(entry("running", Feather.MONITOR, each, () -> servers.open(each))));
            }
        }
        if (!running.getChildren().isEmpty()) {
            running.getChildren().addFirst(Parts.text(messages.text("connect.running"), "small"));
        }
        Parts.show(saved, !saved.getChildren().isEmpty());
        Parts.show(running, !running.getChildren().isEmpty());
        if (servers.list().servers().isEmpty() && !form.isVisible()) {
            edit(null);
        }
    }

    /// Says where it is, and opens it.
    private Button entry(String id, Feather icon, Profile profile, Runnable open) {
        Label name = new Label(profile.name());
        name.getStyleClass().add(Styles.TEXT_BOLD);
        Label where = new Label(messages.text("connect.as", profile.user(), profile.address()));
        where.getStyleClass().addAll("mono", "small");
        Button entry = new Button("", new HBox(8, new FontIcon(icon), new VBox(name, where)));
        entry.setId(id);
        entry.setAccessibleText(messages.text("connect.open", profile.name(), profile.address()));
        entry.getStyleClass().addAll(Styles.FLAT, "servers-entry");
        entry.setMaxWidth(Double.MAX_VALUE);
        entry.setMinWidth(0);
        HBox.setHgrow(entry, Priority.ALWAYS);
        entry.setOnAction(_ -> open.run());
        return entry;
    }

    private void askToDelete(SavedServer server) {
        int at = servers.list().servers().indexOf(server);
        Button no = Parts.button("saved-delete-no", "cancel", this::fill);
        no.setCancelButton(true);
        saved.getChildren().set(at, Parts.row(Parts.text(messages.text("connect.delete.ask", server.profile().name())),
                Parts.space(), Parts.button("saved-delete-yes", "connect.delete.yes", () -> servers.remove(server),
                        Styles.DANGER),
                no));
        no.requestFocus();
    }

    private void fillForm() {
        TextField name = field("connect-name", "connect.name.prompt");
        TextField user = field("connect-user", "connect.user");
        name.textProperty().bindBidirectional(model.nameProperty());
        address.textProperty().bindBidirectional(model.addressProperty());
        address.getStyleClass().add("mono");
        user.textProperty().bindBidirectional(model.userProperty());
        Label problem = Parts.text("", Styles.DANGER, "small");
        problem.setId("connect-problem");
        problem.textProperty().bind(model.problemProperty());
        problem.visibleProperty().bind(model.problemProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        Button connect = Parts.button("connect-go", "connect.go", this::connect, Styles.ACCENT);
        connect.disableProperty().bind(model.validProperty().not());
        Button save = Parts.button("connect-save", "connect.save", this::save);
        save.disableProperty().bind(connect.disableProperty());
        Button cancel = Parts.button("connect-cancel", "cancel", this::closeForm);
        for (TextField field : new TextField[]{name, address, user}) {
            field.setOnAction(_ -> connect.fire());
        }
        title.getStyleClass().add(Styles.TEXT_BOLD);
        form.getChildren().addAll(title, labelled("connect.address", address), problem,
                labelled("connect.user", user), labelled("connect.name", name), Parts.row(connect, save, cancel));
        cancel.visibleProperty().bind(Bindings.isNotEmpty(servers.list().servers()));
    }

    private TextField field(String id, String prompt) {
        TextField field = new TextField();
        field.setId(id);
        field.setPromptText(messages.text(prompt));
        return field;
    }

    private VBox labelled(String key, TextField field) {
        Label label = new Label(messages.text(key));
        label.setLabelFor(field);
        return new VBox(4, label, field);
    }

    /// @param server null for a new one
    private void edit(SavedServer server) {
        model.edit(server);
        title.setText(messages.text(server == null ? "connect.form.new" : "connect.form.edit"));
        Parts.show(title, server != null || !servers.list().servers().isEmpty());
        Parts.show(form, true);
        Parts.show(another, false);
        if (getScene() != null) {
            address.requestFocus();
        }
    }

    private void closeForm() {
        boolean first = servers.list().servers().isEmpty();
        model.edit(null);
        Parts.show(title, !first);
        Parts.show(form, first);
        Parts.show(another, !first);
    }

    private void save() {
        servers.save(model.before(), model.profile());
        closeForm();
    }

    /// The form stays as it is until somebody is in: it may have to be corrected.
    private void connect() {
        servers.connect(model.before(), model.profile());
    }

    private void closeFormOfSaved() {
        if (model.validProperty().get() && servers.list().at(model.profile().address()).isPresent()) {
            closeForm();
        }
    }

    /// Where typing begins.
    void focus() {
        if (form.isVisible()) {
            address.requestFocus();
        } else {
            saved.getChildren().getFirst().requestFocus();
        }
    }
}
