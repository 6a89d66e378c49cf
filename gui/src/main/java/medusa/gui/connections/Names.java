package medusa.gui.connections;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

import medusa.gui.ui.UiExecutor;

/// The names of addresses, looked up once each. Nothing is looked up before somebody wants it. JavaFX thread only.
final class Names {
    private static final int KEPT = 2_000;
    /// More would be a flood for whoever answers.
    private static final int AT_ONCE = 8;
    /// The longest name that the domain name system has.
    private static final int LONGEST = 253;

    private final UiExecutor ui;
    private final UnaryOperator<String> resolver;
    private final Runnable found;
    private final Semaphore permits = new Semaphore(AT_ONCE);
    /// Empty while it is looked up, and if there is none. Those least wanted go first.
    private final Map<String, String> names = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > KEPT;
        }
    };

    /// @param resolver from an address to its name, empty for none; may block
    /// @param found    called when a name has come
    Names(UiExecutor ui, UnaryOperator<String> resolver, Runnable found) {
        this.ui = ui;
        this.resolver = resolver;
        this.found = found;
    }

    /// By the domain name system. Blocks.
    static String resolve(String address) {
        try {
            InetAddress literal = InetAddress.ofLiteral(address); // never a question
            String name = literal.getCanonicalHostName();
            return name.equals(literal.getHostAddress()) ? "" : name;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /// Empty for none, or none yet.
    String known(String address) {
        return names.getOrDefault(address, "");
    }

    /// The same, and has it looked up.
    String wanted(String address) {
        String known = names.get(address);
        if (known == null && !address.isEmpty()) {
            names.put(address, "");
            Thread.startVirtualThread(() -> look(address));
        }
        return known == null ? "" : known;
    }

    private void look(String address) {
        permits.acquireUninterruptibly();
        try {
            String name = resolver.apply(address);
            if (!name.isEmpty()) {
                ui.execute(() -> {
                    names.put(address, name.length() <= LONGEST ? name : name.substring(0, LONGEST));
                    found.run();
                });
            }
        } finally {
            permits.release();
        }
    }
}
