package medusa.server;

import java.nio.file.Path;

/// Where a listener waits, as it is written in the configuration. Host names are looked up when the listener starts.
public sealed interface ListenAddress {

    /// @param host a name or an address, or empty for every address of this machine
    /// @param port 0 picks a free one
    record Tcp(String host, int port) implements ListenAddress {
        /// Whether only this machine's users reach it.
        boolean local() {
            return host.equalsIgnoreCase("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
        }

        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /// A Unix-domain socket.
    record Unix(Path path) implements ListenAddress {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /// The place that the listener knows for itself, such as the monitor's private socket.
    record Automatic() implements ListenAddress {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /// Reads `host:port`, `:port`, `[v6]:port`, `unix:path` or `auto`.
    ///
    /// @throws IllegalArgumentException with a message that says what an address looks like
    static ListenAddress parse(String text) {
        if (text.equals("auto")) {
            return new Automatic();
        }
        if (text.startsWith("unix:")) {
            return new Unix(AddressText.path(text));
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw AddressText.expected(text);
        }
        return new Tcp(AddressText.host(text, text.substring(0, colon)), AddressText.port(text, colon + 1));
    }
}
