package medusa.http;

import java.util.List;
import java.util.NoSuchElementException;

/// Where an extension goes among those of a server, which are asked in order.
@FunctionalInterface
public interface Place {
    /// Asked before all others.
    Place FRONT = _ -> 0;
    /// Asked after all others; behind one that matches everything, as the default extension does, it is never asked.
    Place BACK = List::size;

    /// The index that it gets among the `others`.
    ///
    /// @throws NoSuchElementException if the place is beside one that is not there
    int among(List<Installed> others);

    /// Just before the one of that name.
    static Place before(String name) {
        return others -> Extensions.indexOf(name, others);
    }

    /// Just after the one of that name.
    static Place after(String name) {
        return others -> Extensions.indexOf(name, others) + 1;
    }
}
