package medusa.server;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The parts of Medusa that the command line and the configuration can ask for, and whether this build has them.
/// Whoever builds one changes `false` to `true` here.
enum Part {
    HTTP(true, "the HTTP server", "http", config -> config.http().listen()),
    HTTPS(true, "the HTTPS server", "https", config -> config.https().listen()),
    FTP(true, "the FTP server", "ftp", config -> config.ftp().listen()),
    FTPS(false, "the FTPS server", "ftps", config -> config.ftps().listen()),
    MONITOR(true, "the monitor", "monitor", config -> config.monitor().listen()),
    CLASSIC_MONITOR(true, "the classic monitor", "classic-monitor", config -> config.classicMonitor().listen()),
    MONITOR_PASSWORD(true, "the monitor's password"),
    USERS(true, "log-in of virtual users"),
    WRITING(true, "writing by logged-in users"),
    UNIX_USERS(false, "log-in of Unix users"),
    TAKEOVER(false, "takeover from a running server"),
    CHECK_AS_USER(true, "checking as another user"),
    CONSOLE(true, "the JavaFX window"),
    MONITOR_CLIENT(true, "the terminal client"),
    PASSWD(true, "the file of virtual users");

    private final boolean built;
    private final String title;
    private final String section;
    private final Function<ServerConfig, Listen> listen;

    Part(boolean built, String title) {
        this(built, title, "", _ -> Listen.OFF);
    }

    Part(boolean built, String title, String section, Function<ServerConfig, Listen> listen) {
        this.built = built;
        this.title = title;
        this.section = section;
        this.listen = listen;
    }

    /// The parts that are listeners, with a section of the configuration each.
    static List<Part> listeners() {
        return Arrays.stream(values()).filter(part -> !part.section.isEmpty()).toList();
    }

    boolean built() {
        return built;
    }

    boolean isMonitor() { return this == MONITOR || this == CLASSIC_MONITOR; }

    /// The listener that is called so.
    static Optional<Part> listener(String label) {
        return listeners().stream().filter(part -> part.section.equals(label)).findFirst();
    }

    /// What it is, in the middle of a sentence.
    String title() {
        return title;
    }

    /// What its help ends in.
    String helpMark() {
        return built ? "" : " (Not in this build.)";
    }

    /// What to say to somebody who asks for it.
    String notBuilt() {
        return title + " is not in this build";
    }

    /// Only of a listener: what the ready line, the log and the command line call it.
    String label() {
        return section;
    }

    /// Only of a listener: the setting with its addresses.
    String listenKey() {
        return section + ".listen";
    }

    /// Only of a listener: its addresses.
    Listen listen(ServerConfig config) {
        return listen.apply(config);
    }

    /// Whether this listener works on such an address. FTP has no meaning on a Unix-domain socket, since its data
    /// connections need addresses; the classic monitor's clients know none.
    boolean takes(ListenAddress address) {
        return switch (address) {
            case ListenAddress.Tcp _ -> true;
            case ListenAddress.Unix _ -> this == HTTP || this == HTTPS || this == MONITOR;
            case ListenAddress.Automatic _ -> this == MONITOR;
        };
    }
}
