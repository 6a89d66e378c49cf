package medusa.gui.servers;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import medusa.auth.UserNames;
import medusa.gui.client.Serving;
import medusa.gui.ui.Messages;

/// The form for a server of one's own. JavaFX thread only.
final class ServeModel {
    private static final int LAST_PORT = 65_535;

    private final Messages messages = Messages.of(ServeModel.class);
    private final StringProperty folder = new SimpleStringProperty("");
    private final BooleanProperty httpOn = new SimpleBooleanProperty(true);
    private final StringProperty http = new SimpleStringProperty("8080");
    private final BooleanProperty ftpOn = new SimpleBooleanProperty(true);
    private final StringProperty ftp = new SimpleStringProperty("2121");
    private final StringProperty https = new SimpleStringProperty("8443");
    private final BooleanProperty network = new SimpleBooleanProperty();
    private final BooleanProperty writable = new SimpleBooleanProperty();
    private final StringProperty user = new SimpleStringProperty(System.getProperty("user.name"));
    private final StringProperty password = new SimpleStringProperty("");
    private final StringBinding problem = Bindings.createStringBinding(this::findProblem, folder, httpOn, http, ftpOn,
            ftp, https, network, writable, user, password);
    private final StringBinding note = Bindings.createStringBinding(this::findNote, httpOn, ftpOn, network, writable);

    StringProperty folderProperty() {
        return folder;
    }

    BooleanProperty httpOnProperty() {
        return httpOn;
    }

    StringProperty httpProperty() {
        return http;
    }

    BooleanProperty ftpOnProperty() {
        return ftpOn;
    }

    StringProperty ftpProperty() {
        return ftp;
    }

    StringProperty httpsProperty() {
        return https;
    }

    BooleanProperty networkProperty() {
        return network;
    }

    BooleanProperty writableProperty() {
        return writable;
    }

    StringProperty userProperty() {
        return user;
    }

    /// Of who may write; emptied when it has been taken.
    StringProperty passwordProperty() {
        return password;
    }

    /// Why it cannot be started as it is; empty if it can.
    StringBinding problemProperty() {
        return problem;
    }

    /// What the choices lead to.
    StringBinding noteProperty() {
        return note;
    }

    /// Whether passwords come over the network.
    boolean isSecured() { return network.get() && writable.get(); }

    private String findProblem() {
        if (path().isEmpty()) {
            return messages.text("serve.problem.folder");
        }
        if (!httpOn.get() && !ftpOn.get() && !isSecured()) {
            return messages.text("serve.problem.nothing");
        }
        boolean ports = (!httpOn.get() || isPort(http.get())) && (!ftpOn.get() || isPort(ftp.get()))
                && (!isSecured() || isPort(https.get()));
        if (!ports) {
            return messages.text("serve.problem.port");
        }
        return writable.get() ? writerProblem() : "";
    }

    private String writerProblem() {
        try {
            UserNames.checkVirtual(user.get());
        } catch (IllegalArgumentException e) {
            return messages.text("serve.problem.user", e.getMessage());
        }
        return password.get().isEmpty() ? messages.text("serve.problem.password") : "";
    }

    private String findNote() {
        String reach = network.get() ? "network" : "local";
        String what = writable.get() ? "writable" : "readable";
        String text = messages.text("serve.note." + reach + "." + what);
        return isSecured() && ftpOn.get() ? text + " " + messages.text("serve.note.ftp") : text;
    }

    private Optional<Path> path() {
        try {
            return folder.get().isBlank() ? Optional.empty() : Optional.of(Path.of(folder.get().strip()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isPort(String text) {
        return text.strip().matches("[0-9]{1,5}") && Integer.parseInt(text.strip()) <= LAST_PORT;
    }

    private static OptionalInt port(boolean on, String text) {
        return on ? OptionalInt.of(Integer.parseInt(text.strip())) : OptionalInt.empty();
    }

    /// What the form says; there is no problem with it.
    Serving serving() {
        return new Serving(path().orElseThrow().toAbsolutePath().normalize(), port(httpOn.get(), http.get()),
                port(ftpOn.get(), ftp.get()), port(isSecured(), https.get()), network.get(),
                writable.get() ? Optional.of(user.get()) : Optional.empty());
    }

    /// The password; the form forgets it.
    char[] takePassword() {
        char[] taken = writable.get() ? password.get().toCharArray() : new char[0];
        password.set("");
        return taken;
    }

    /// Has the form say something else; the password stays.
    void show(Serving serving) {
        folder.set(serving.folder().toString());
        httpOn.set(serving.http().isPresent());
        serving.http().ifPresent(port -> http.set(String.valueOf(port)));
        ftpOn.set(serving.ftp().isPresent());
        serving.ftp().ifPresent(port -> ftp.set(String.valueOf(port)));
        serving.https().ifPresent(port -> https.set(String.valueOf(port)));
        network.set(serving.network());
        writable.set(serving.writer().isPresent());
        serving.writer().ifPresent(user::set);
    }
}
