package medusa.http;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

import medusa.metrics.Counter;

/// Extensions in the order in which they are asked: those of a server, or those that another extension keeps for some of its
/// requests. Each change takes effect with the next request; one that is being handled stays with its extension. Reactor
/// thread only.
public final class Extensions {
    private final HttpServer server;
    private List<Installed> list = List.of();
    /// Those that are enabled; another array after each change, so that whoever goes through the old one is not disturbed.
    private Installed[] asked = {};

    /// An empty list, for an extension that hands requests on.
    public Extensions(HttpServer server) {
        this.server = server;
    }

    /// As they are now, first one first; immutable.
    public List<Installed> list() {
        return list;
    }

    /// @throws NoSuchElementException if there is none of that name
    public Installed get(String name) {
        return list.get(indexOf(name, list));
    }

    /// Whether there is one of that name.
    public boolean has(String name) {
        return list.stream().anyMatch(each -> each.name().equals(name));
    }

    /// Adds `extension` under its own name.
    ///
    /// @throws IllegalArgumentException if there is one of that name
    /// @throws Exception                if it refuses to be installed; nothing has changed then
    public Installed install(Place place, Extension extension) throws Exception {
        return install(place, extension.name(), extension);
    }

    /// Adds `extension` under a name of its user's choice.
    ///
    /// @throws IllegalArgumentException if there is one of that name
    /// @throws Exception                if it refuses to be installed; nothing has changed then
    public Installed install(Place place, String name, Extension extension) throws Exception {
        if (has(name)) {
            throw new IllegalArgumentException("there is an extension called " + name + " already");
        }
        place.among(list); // says what is wrong with it before anything happens
        extension.installed(server);
        Installed added = new Installed(name, extension);
        List<Installed> changed = new ArrayList<>(list);
        changed.add(place.among(list), added);
        set(changed);
        return added;
    }

    /// Puts `extension` in the place of the one called `name`, which is removed: no request falls between the two. The place
    /// keeps its name.
    ///
    /// @throws NoSuchElementException if there is none
    /// @throws Exception              if it refuses to be installed; nothing has changed then
    public void replace(String name, Extension extension) throws Exception {
        Installed place = get(name);
        extension.installed(server);
        Extension old = place.extension();
        place.extension(extension);
        removed(old);
    }

    /// Takes the one called `name` out.
    ///
    /// @throws NoSuchElementException if there is none
    public void remove(String name) {
        List<Installed> changed = new ArrayList<>(list);
        Installed old = changed.remove(indexOf(name, list));
        set(changed);
        removed(old.extension());
    }

    /// Gives the one called `name` another place among the others.
    ///
    /// @throws NoSuchElementException if there is none, or the place is beside itself or one that is not there
    public void move(String name, Place place) {
        List<Installed> others = new ArrayList<>(list);
        Installed moved = others.remove(indexOf(name, list));
        others.add(place.among(others), moved);
        set(others);
    }

    /// Whether the one called `name` is asked from now on. It stays installed all the same.
    ///
    /// @throws NoSuchElementException if there is none
    public void enable(String name, boolean enabled) {
        get(name).setEnabled(enabled);
        set(list);
    }

    private void set(List<Installed> changed) {
        list = List.copyOf(changed);
        asked = list.stream().filter(Installed::isEnabled).toArray(Installed[]::new);
    }

    /// The change has been made; what it does now can only be noted.
    private void removed(Extension old) {
        try {
            old.removed(server);
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError | AssertionError e) {
            server.reactor().counters().increment(Counter.FAULTS);
            server.reactor().errors().report("removing an extension", e);
        }
    }

    /// Lets the first that matches answer `request`: 404 if none does. Whatever it throws becomes a reply.
    public void answer(HttpRequest request) {
        answer(request, asked, 0);
    }

    /// @param from the first that is asked; those before it have let the request go
    void answer(HttpRequest request, Installed[] order, int from) {
        long since = System.nanoTime();
        for (int i = from; i < order.length; i++) {
            request.behind(this, order, i + 1);
            boolean taken = offer(order[i], request);
            long now = System.nanoTime();
            order[i].kept(now - since);
            since = now;
            if (taken) {
                return;
            }
        }
        request.fail(new HttpException(404, "There is nothing here."));
    }

    /// @return whether nobody else is to be asked
    private boolean offer(Installed place, HttpRequest request) {
        Extension extension = place.extension();
        request.answeredBy(place);
        try {
            if (extension.match(request)) {
                place.asked();
                extension.handle(request);
                return true;
            }
            return false;
        } catch (HttpException e) {
            request.fail(e);
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError | AssertionError e) {
            server.fault("extension " + place.name(), request, e);
        }
        return true;
    }

    static int indexOf(String name, List<Installed> list) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new NoSuchElementException("there is no extension called " + name);
    }
}
