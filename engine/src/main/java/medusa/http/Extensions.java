package medusa.http;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/// The extensions of a server, in matching order. Each change makes a new list, so that whoever is going through the old one
/// is not disturbed; a request that is being handled stays with its extension. Reactor thread only.
public final class Extensions {
    private final HttpServer server;
    private List<Extension> list = List.of();

    Extensions(HttpServer server) {
        this.server = server;
    }

    /// As they are now, first one first; immutable.
    public List<Extension> list() {
        return list;
    }

    /// Asks it before all others.
    ///
    /// @throws IllegalArgumentException if there is one of that name
    public void installFront(Extension extension) throws Exception {
        install(extension, 0);
    }

    /// Asks it after all others; behind the default extension, which matches everything, it is never asked.
    ///
    /// @throws IllegalArgumentException if there is one of that name
    public void installBack(Extension extension) throws Exception {
        install(extension, list.size());
    }

    /// Asks it just before the one called `name`.
    ///
    /// @throws NoSuchElementException   if there is none
    /// @throws IllegalArgumentException if there is one of its own name already
    public void installBefore(String name, Extension extension) throws Exception {
        install(extension, indexOf(name));
    }

    /// Puts `extension` where the one called `name` is, which is removed: no request falls between the two.
    ///
    /// @throws NoSuchElementException if there is none
    public void replace(String name, Extension extension) throws Exception {
        int index = indexOf(name);
        if (!name.equals(extension.name())) {
            requireNew(extension);
        }
        Extension old = list.get(index);
        extension.installed(server);
        List<Extension> changed = new ArrayList<>(list);
        changed.set(index, extension);
        list = List.copyOf(changed);
        old.removed(server);
    }

    /// Takes the one called `name` out.
    ///
    /// @throws NoSuchElementException if there is none
    public void remove(String name) throws Exception {
        List<Extension> changed = new ArrayList<>(list);
        Extension old = changed.remove(indexOf(name));
        list = List.copyOf(changed);
        old.removed(server);
    }

    private void install(Extension extension, int index) throws Exception {
        requireNew(extension);
        extension.installed(server);
        List<Extension> changed = new ArrayList<>(list);
        changed.add(index, extension);
        list = List.copyOf(changed);
    }

    private void requireNew(Extension extension) {
        if (list.stream().anyMatch(other -> other.name().equals(extension.name()))) {
            throw new IllegalArgumentException("there is an extension called " + extension.name() + " already");
        }
    }

    private int indexOf(String name) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new NoSuchElementException("there is no extension called " + name);
    }
}
