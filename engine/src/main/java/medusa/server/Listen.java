package medusa.server;

import java.util.List;
import java.util.stream.Collectors;

/// Where one kind of listener waits: `"off"`, one address, or a list of addresses.
///
/// @param addresses none if it is off
public record Listen(List<ListenAddress> addresses) {

    /// The listener is not started.
    public static final Listen OFF = new Listen(List.of());

    /// @param addresses copied
    public Listen {
        addresses = List.copyOf(addresses);
    }

    /// Whether the listener is not to be started.
    public boolean off() {
        return addresses.isEmpty();
    }

    /// Reads one address or `off`.
    ///
    /// @throws IllegalArgumentException with a message that says what an address looks like
    public static Listen parse(String text) {
        return text.equals("off") ? OFF : new Listen(List.of(ListenAddress.parse(text)));
    }

    /// Reads a list of addresses; it may not be empty, and none of them may be `off`.
    ///
    /// @throws IllegalArgumentException with a message that says what a list looks like
    public static Listen parse(List<String> texts) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("expected an address or \"off\", found an empty list");
        }
        return new Listen(texts.stream().map(ListenAddress::parse).toList());
    }

    /// As it is written in the configuration.
    @Override
    public String toString() {
        return off() ? "off" : addresses.stream().map(ListenAddress::toString).collect(Collectors.joining(", "));
    }
}
