package medusa.gui.dashboard;

import java.util.List;

/// What the server counts and nobody wants. Its texts are `trouble.COUNTER`.
///
/// @param counter as the server calls it
/// @param grave   whether a single one is a fault of the server or a loss, and not what happens on every network
/// @param screen  where more is to be seen
/// @param what    to look for there
record Trouble(String counter, boolean grave, String screen, String what) {
    /// The gravest first.
    static final List<Trouble> ALL = List.of(logged("faults", "level:error"), logged("http-faults", "level:error"),
            logged("stuck-snippets", "level:warn"), logged("long-turns", "level:warn busy"),
            logged("accept-pauses", "level:warn"), usual("refused-full", "connections", ""),
            usual("refused-address", "connections", ""), usual("queue-overflows", "log", "level:warn"),
            usual("input-overflows", "log", "level:warn"), usual("logins-refused", "log", "level:warn log-in"),
            usual("handshakes-failed", "log", ""), usual("proxy-headers-refused", "log", ""),
            usual("uploads-broken", "connections", ""), usual("ftp-incomplete", "connections", "ftp"),
            usual("broken", "connections", ""), usual("timed-out", "connections", ""),
            usual("too-slow", "connections", ""));

    private static Trouble logged(String counter, String what) {
        return new Trouble(counter, true, "log", what);
    }

    private static Trouble usual(String counter, String screen, String what) {
        return new Trouble(counter, false, screen, what);
    }
}
