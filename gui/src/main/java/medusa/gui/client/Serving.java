package medusa.gui.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a server of one's own is asked for.
///
/// A password goes over TLS or stays on this machine: where users of the network may write there is HTTPS, to which plain HTTP
/// leads, and FTP, which has no TLS, is for this machine alone.
///
/// @param http    its port; 0 for a free one, empty for none
/// @param ftp     likewise
/// @param https   likewise; only for [#secured]
/// @param network whether others than this machine are let in
/// @param writer  who may write; empty for nobody
public record Serving(Path folder, OptionalInt http, OptionalInt ftp, OptionalInt https, boolean network,
        Optional<String> writer) {
    private static final String HERE = "127.0.0.1:";

    /// As `medusa serve` does it without further options.
    public static Serving standard(Path folder) {
        return new Serving(folder, OptionalInt.of(8080), OptionalInt.of(2121), OptionalInt.of(8443), false,
                Optional.empty());
    }

    /// Whether passwords come over the network, and so TLS is needed.
    public boolean secured() {
        return network && writer.isPresent();
    }

    /// For `medusa serve`.
    ///
    /// @param users where the writer's password is; not asked for without one
    List<String> options(Path users) {
        List<String> options = new ArrayList<>(List.of("--root", folder.toString(), "--http",
                address(http, network), "--ftp", address(ftp, network && !secured())));
        if (secured()) {
            options.addAll(List.of("--https", address(https, true)));
            if (http.isPresent()) {
                options.addAll(List.of("--set", "https.redirect=true"));
            }
        }
        if (writer.isPresent()) {
            options.addAll(List.of("--users", users.toString(), "--writable", "--anonymous"));
        }
        return options;
    }

    /// The same on other ports where those that are wanted are taken.
    ///
    /// @return empty if all are free. Blocks for a moment.
    public Optional<Serving> elsewhere() {
        Serving other = new Serving(folder, FreePorts.near(http, network), FreePorts.near(ftp, network && !secured()),
                secured() ? FreePorts.near(https, true) : https, network, writer);
        return other.equals(this) ? Optional.empty() : Optional.of(other);
    }

    private static String address(OptionalInt port, boolean open) {
        return port.isEmpty() ? "off" : (open ? ":" : HERE) + port.getAsInt();
    }
}
