package medusa.gui.connections;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

import javafx.stage.FileChooser;
import javafx.stage.Window;

import medusa.gui.server.ServerModel;

/// What the screen reaches outside of itself, which tests put something else in place of.
///
/// @param source where the connections are told
/// @param saving asks the user where a file should be
/// @param names  from an address to its name, empty for none; may block
record Surroundings(Source source, Saving saving, UnaryOperator<String> names) {

    /// Asks for a file.
    @FunctionalInterface
    interface Saving {
        /// @param name as it is proposed
        /// @return empty if the user thinks better of it
        Optional<Path> ask(Window window, String name);
    }

    static Surroundings of(ServerModel server) {
        return new Surroundings(server.link()::connections, Surroundings::dialog, Names::resolve);
    }

    private static Optional<Path> dialog(Window window, String name) {
        FileChooser chooser = new FileChooser();
        chooser.setInitialFileName(name);
        return Optional.ofNullable(chooser.showSaveDialog(window)).map(File::toPath);
    }
}
