package medusa.server;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the process does when it is sent a signal: SIGTERM and SIGINT drain, and when one of them comes again, end it
/// at once; SIGHUP reloads. Each signal is handled on a thread of its own.
///
/// Without a handler the JVM would exit with status 143 after SIGTERM, even when its shutdown hooks drained. The JDK's
/// only interface for handlers is `sun.misc.Signal`, whose mere mention is a warning that cannot be suppressed: hence
/// reflection.
final class Signals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private final Runnable drain;
    private final Runnable reload;
    private final IntConsumer endNow;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final List<Callable<Object>> handlersBefore = new ArrayList<>();

    /// @param endNow takes the status with which the process has to end, without delay
    Signals(Runnable drain, Runnable reload, IntConsumer endNow) {
        this.drain = drain;
        this.reload = reload;
        this.endNow = endNow;
    }

    /// Takes the signals over from the JVM. Where one does not exist (SIGHUP on Windows), nothing can send it.
    void install() {
        handle("TERM");
        handle("INT");
        handle("HUP");
    }

    /// Gives the signals back to whoever had them.
    @Override
    public void close() {
        for (Callable<Object> restore : handlersBefore) {
            try {
                restore.call();
            } catch (Exception e) {
                LOG.debug("a signal cannot be given back", e);
            }
        }
        handlersBefore.clear();
    }

    /// What happens on a signal.
    ///
    /// @param name without `SIG`
    void received(String name, int number) {
        try {
            react(name, number);
        } catch (RuntimeException e) {
            LOG.error("SIG{} could not be handled", name, e);
        }
    }

    private void react(String name, int number) {
        if (name.equals("HUP")) {
            LOG.info("SIGHUP: reloading the configuration");
            reload.run();
        } else if (draining.compareAndSet(false, true)) {
            LOG.info("SIG{}: draining; send it again to end at once", name);
            drain.run();
        } else {
            LOG.warn("SIG{}: ending at once", name);
            endNow.accept(128 + number);
        }
    }

    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[]{handler},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            received(name, (int) signal.getMethod("getNumber").invoke(arguments[0]));
                            yield null;
                        }
                        case "equals" -> self == arguments[0];
                        case "hashCode" -> System.identityHashCode(self);
                        default -> "handler of SIG" + name;
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            Object number = signal.getConstructor(String.class).newInstance(name);
            Object before = handle.invoke(null, number, proxy);
            handlersBefore.add(() -> handle.invoke(null, number, before));
        } catch (ReflectiveOperationException e) {
            LOG.debug("SIG{} cannot be handled here", name, e);
        }
    }
}
