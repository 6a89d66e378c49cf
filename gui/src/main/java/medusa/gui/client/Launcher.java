package medusa.gui.client;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import medusa.state.UserFolders;

/// Starts `medusa` of the same installation, on the same Java, for the same user's folders.
final class Launcher {
    /// Where the program finds its user's folders.
    private static final List<String> FOLDERS = List.of("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME");

    /// The password of the environment is for this program alone: what it starts could read it, and hand it on.
    private static final String PASSWORD = "MEDUSA_MONITOR_PASSWORD";

    private Launcher() {}

    /// Takes out of the environment of a process what is not for it.
    static void withhold(Map<String, String> environment) {
        environment.remove(PASSWORD);
    }

    /// A process that is not started yet; what is its standard input is for whoever starts it.
    ///
    /// @param arguments begin with the command
    static ProcessBuilder process(UserFolders folders, List<String> arguments) {
        List<String> command = new ArrayList<>();
        ProcessBuilder builder = new ProcessBuilder(command);
        String home = System.getProperty("medusa.home");
        if (home == null) {
            command.addAll(java());
        } else {
            boolean windows = File.separatorChar == '\\';
            command.add(Path.of(home, "bin", windows ? "medusa.bat" : "medusa").toString());
            builder.environment().put("MEDUSA_JAVA_HOME", System.getProperty("java.home"));
        }
        command.addAll(arguments);
        inherit(folders, builder.environment());
        return builder;
    }

    private static void inherit(UserFolders folders, Map<String, String> into) {
        withhold(into);
        Map<String, String> from = folders.environment();
        into.put("HOME", from.getOrDefault("HOME", folders.home().toString()));
        for (String name : FOLDERS) {
            if (from.containsKey(name)) {
                into.put(name, from.get(name));
            } else {
                into.remove(name);
            }
        }
    }

    /// Of classes that are not installed: in the development environment.
    private static List<String> java() {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED"));
        String modules = System.getProperty("jdk.module.path", "");
        command.addAll(modules.isEmpty()
                ? List.of("-cp", System.getProperty("java.class.path"), "medusa.server.Main")
                : List.of("--module-path", modules, "--module", "medusa.engine/medusa.server.Main"));
        return command;
    }
}
