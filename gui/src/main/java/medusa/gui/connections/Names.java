package medusa.gui.connections;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import medusa.gui.ui.UiExecutor;

/// The names of addresses, looked up once each. Nothing is looked up before somebody wants it. JavaFX thread only.
final class Names {
    private static final int KEPT = 2_000;
    /// More would be a flood for whoever answers.
    private static final int AT_ONCE = 8;
    private static final int WAITING = 200;
    /// The longest name that the domain name system has.
    private static final int LONGEST = 253;

    private final UiExecutor ui;
    private final UnaryOperator<String> resolver;
    private final Runnable found;
    /// What waits is bounded by how many rows are seen; the oldest is given up for what is wanted now.
    private final ThreadPoolExecutor lookers = new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 5, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING), Thread.ofPlatform().daemon().name("medusa-names-", 0).factory(),
            new ThreadPoolExecutor.DiscardOldestPolicy());
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
        lookers.allowCoreThreadTimeOut(true);
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
            look(address);
        }
        return known == null ? "" : known;
    }

    /// Threads of their own: a look-up keeps the carrier of a virtual one, which others need.
    private void look(String address) {
        lookers.execute(() -> {
            String name = resolver.apply(address);
            if (!name.isEmpty()) {
                ui.execute(() -> {
                    names.put(address, name.length() <= LONGEST ? name : name.substring(0, LONGEST));
                    found.run();
                });
            }
        });
    }
}
