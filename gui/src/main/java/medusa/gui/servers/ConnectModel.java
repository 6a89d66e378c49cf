package medusa.gui.servers;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import medusa.gui.client.Profile;
import medusa.gui.client.SavedServer;
import medusa.monitor.MonitorAddress;

/// The form for a server to connect to, new or saved. JavaFX thread only.
final class ConnectModel {
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty address = new SimpleStringProperty("");
    private final StringProperty user = new SimpleStringProperty(System.getProperty("user.name"));
    private final StringBinding problem = Bindings.createStringBinding(this::findProblem, address);
    private final BooleanBinding valid = address.isNotEmpty().and(problem.isEmpty()).and(user.isNotEmpty());
    private SavedServer before;

    /// As the user calls it; its address if that is empty.
    StringProperty nameProperty() {
        return name;
    }

    StringProperty addressProperty() {
        return address;
    }

    StringProperty userProperty() {
        return user;
    }

    /// What is wrong with the address as far as it is typed; empty for nothing.
    StringBinding problemProperty() {
        return problem;
    }

    BooleanBinding validProperty() {
        return valid;
    }

    private String findProblem() {
        try {
            if (!address.get().isBlank()) {
                MonitorAddress.parse(address.get().strip());
            }
            return "";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /// The server that is changed; null for a new one.
    SavedServer before() {
        return before;
    }

    /// Begins with a server that is saved, or from the beginning.
    ///
    /// @param server null for a new one
    void edit(SavedServer server) {
        before = server;
        name.set(server == null ? "" : server.profile().name());
        address.set(server == null ? "" : server.profile().address().toString());
        user.set(server == null ? System.getProperty("user.name") : server.profile().user());
    }

    /// What the form says; it is valid.
    Profile profile() {
        MonitorAddress parsed = MonitorAddress.parse(address.get().strip());
        return new Profile(name.get().isBlank() ? parsed.toString() : name.get().strip(), parsed, user.get().strip());
    }
}
