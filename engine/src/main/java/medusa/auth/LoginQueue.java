package medusa.auth;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Checks that wait for a thread. Each site has its turn, and within it each customer, however many checks others have here; where
/// there is no room those who have most give way. So neither one address nor a network of many keeps everybody else out. Reactor
/// thread only.
final class LoginQueue {
    /// Of one customer at a time, so that a machine with many processors has some left for others.
    static final int MOST_RUNNING = 4;
    private static final int MUCH_OF_A_SITE = 16;

    /// The customers of a place who wait; whose turn it is at the front.
    private static final class Site {
        private final SequencedMap<Object, Deque<PasswordCheck>> customers = new LinkedHashMap<>();
        private int size;

        void add(PasswordCheck check) {
            customers.computeIfAbsent(check.customer(), _ -> new ArrayDeque<>(1)).addLast(check);
            size++;
        }

        int of(Object customer) {
            Deque<PasswordCheck> his = customers.get(customer);
            return his == null ? 0 : his.size();
        }

        /// Takes the last one of who has most.
        ///
        /// @param newcomer whose it is where several have as many
        PasswordCheck removeLast(Object newcomer) {
            Object greediest = customers.containsKey(newcomer) ? newcomer : customers.lastEntry().getKey();
            for (Map.Entry<Object, Deque<PasswordCheck>> each : customers.entrySet()) {
                if (each.getValue().size() > of(greediest)) {
                    greediest = each.getKey();
                }
            }
            Deque<PasswordCheck> his = customers.get(greediest);
            size--;
            PasswordCheck last = his.removeLast();
            if (his.isEmpty()) {
                customers.remove(greediest);
            }
            return last;
        }

        /// @param running how many of each customer are on a thread
        /// @return null if none of them may run now
        PasswordCheck next(Map<Object, Integer> running) {
            for (Map.Entry<Object, Deque<PasswordCheck>> turn : customers.entrySet()) {
                if (running.getOrDefault(turn.getKey(), 0) < MOST_RUNNING) {
                    customers.remove(turn.getKey());
                    size--;
                    PasswordCheck check = turn.getValue().removeFirst();
                    if (!turn.getValue().isEmpty()) {
                        customers.put(turn.getKey(), turn.getValue());
                    }
                    return check;
                }
            }
            return null;
        }
    }

    private final int most;
    private int size;
    /// Whose turn it is at the front; none that is empty.
    private final Map<Object, Site> sites = new LinkedHashMap<>();
    /// How many checks of each customer are on a thread; none with 0.
    private final Map<Object, Integer> running = new HashMap<>();

    /// @param most that wait
    LoginQueue(int most) {
        this.most = most;
    }

    /// Whether so many are here from that address, or from around it, that more of them may be pushed out unchecked.
    ///
    /// @param address null over a Unix-domain socket
    boolean hasMuch(InetAddress address) {
        Object customer = PasswordCheck.customer(address);
        Site site = sites.get(PasswordCheck.site(address));
        int his = (site == null ? 0 : site.of(customer)) + running.getOrDefault(customer, 0);
        return his >= MOST_RUNNING || site != null && site.size >= MUCH_OF_A_SITE;
    }

    int size() {
        return size;
    }

    /// @return which has to give way for it, perhaps itself; null for none
    PasswordCheck add(PasswordCheck check) {
        Site own = sites.computeIfAbsent(check.site(), _ -> new Site());
        own.add(check);
        if (++size <= most) {
            return null;
        }
        Site greediest = own;
        for (Site each : sites.values()) {
            if (each.size > greediest.size) {
                greediest = each;
            }
        }
        PasswordCheck last = greediest.removeLast(check.customer());
        size--;
        if (greediest.size == 0) {
            sites.remove(last.site());
        }
        return last;
    }

    /// Takes the next one out; null if none may run now.
    PasswordCheck next() {
        for (Map.Entry<Object, Site> turn : sites.entrySet()) {
            Site site = turn.getValue();
            PasswordCheck check = site.next(running);
            if (check != null) {
                size--;
                sites.remove(turn.getKey());
                if (site.size > 0) {
                    sites.put(check.site(), site);
                }
                return check;
            }
        }
        return null;
    }

    /// It is on a thread now.
    void began(PasswordCheck check) {
        running.merge(check.customer(), 1, Integer::sum);
    }

    /// It is off its thread.
    void ended(PasswordCheck check) {
        running.computeIfPresent(check.customer(), (_, count) -> count > 1 ? count - 1 : null);
    }
}
