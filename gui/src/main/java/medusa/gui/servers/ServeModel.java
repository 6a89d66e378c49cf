package medusa.gui.servers;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import medusa.auth.UserNames;
import medusa.gui.client.Serving;
import medusa.gui.ui.Messages;

/// The form for a server of one's own. JavaFX thread only.
final class ServeModel {
    private static final int LAST_PORT = 65_535;

    /// What a problem is with.
    enum Field {
        /// Which folder.
        FOLDER,
        /// HTTP's port.
        HTTP,
        /// FTP's.
        FTP,
        /// HTTPS's.
        HTTPS,
        /// The name of who may write.
        USER,
        /// His password.
        PASSWORD
    }

    /// Why nothing can be started.
    ///
    /// @param text for people
    record Problem(Field field, String text) {}

    /// Other ports for what was asked for once.
    private record Elsewhere(Serving asked, Serving other) {}

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
    /// Cleared by the next change: nobody is told of mistakes while typing.
    private final ReadOnlyObjectWrapper<Problem> problem = new ReadOnlyObjectWrapper<>();
    private Optional<Elsewhere> elsewhere = Optional.empty();
    private final StringBinding note = Bindings.createStringBinding(this::findNote, httpOn, ftpOn, network, writable);

    ServeModel() {
        Stream.of(folder, httpOn, http, ftpOn, ftp, https, network, writable, user, password)
                .forEach(each -> each.addListener((_, _, _) -> problem.set(null)));
    }

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

    /// Why it could not be started; null if nobody has tried since the last change, or there is no reason.
    ReadOnlyObjectProperty<Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Says what is wrong with it, if anything, apart from the folder on the disk.
    ///
    /// @return whether something is
    boolean complain() {
        problem.set(null); // the same problem is one more time worth the focus
        problem.set(findProblem());
        return problem.get() != null;
    }

    /// @param key the message's
    void complainOfFolder(String key) {
        problem.set(null);
        problem.set(problem(Field.FOLDER, key));
    }

    /// The key of what is wrong with a folder that is to be served. May block.
    static Optional<String> folderProblem(Path folder) {
        if (!Files.exists(folder)) {
            return Optional.of("serve.problem.nowhere");
        }
        if (!Files.isDirectory(folder)) {
            return Optional.of("serve.problem.file");
        }
        return Files.isReadable(folder) && Files.isExecutable(folder)
                ? Optional.empty()
                : Optional.of("serve.problem.unreadable");
    }

    private Problem problem(Field field, String key) {
        return new Problem(field, messages.text(key));
    }

    /// Has the next start of `asked` use other ports; the form goes on to say what was asked for.
    void prefer(Serving asked, Serving other) {
        elsewhere = Optional.of(new Elsewhere(asked, other));
    }

    /// What is to be started for `asked`; the next time that is itself again.
    Serving insteadOf(Serving asked) {
        Serving is = elsewhere.filter(each -> each.asked().equals(asked)).map(Elsewhere::other).orElse(asked);
        elsewhere = Optional.empty();
        return is;
    }

    /// What the choices lead to.
    StringBinding noteProperty() {
        return note;
    }

    /// Whether passwords come over the network.
    boolean isSecured() { return network.get() && writable.get(); }

    /// null if there is none.
    private Problem findProblem() {
        if (path().isEmpty()) {
            return problem(Field.FOLDER, "serve.problem.folder");
        }
        if (!httpOn.get() && !ftpOn.get() && !isSecured()) {
            return problem(Field.HTTP, "serve.problem.nothing");
        }
        Problem ports = portProblem();
        return ports == null && writable.get() ? writerProblem() : ports;
    }

    private Problem portProblem() {
        Map<Field, String> ports = new LinkedHashMap<>();
        if (isSecured()) {
            ports.put(Field.HTTPS, https.get().strip());
        }
        if (httpOn.get()) {
            ports.put(Field.HTTP, http.get().strip());
        }
        if (ftpOn.get()) {
            ports.put(Field.FTP, ftp.get().strip());
        }
        Set<Integer> seen = new HashSet<>();
        for (Map.Entry<Field, String> each : ports.entrySet()) {
            if (!isPort(each.getValue())) {
                return problem(each.getKey(), "serve.problem.port");
            }
            int port = Integer.parseInt(each.getValue());
            if (port > 0 && !seen.add(port)) {
                return problem(each.getKey(), "serve.problem.same");
            }
        }
        return null;
    }

    private Problem writerProblem() {
        try {
            UserNames.checkVirtual(user.get());
        } catch (IllegalArgumentException e) {
            return new Problem(Field.USER, messages.text("serve.problem.user", e.getMessage()));
        }
        return password.get().isEmpty() ? problem(Field.PASSWORD, "serve.problem.password") : null;
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
