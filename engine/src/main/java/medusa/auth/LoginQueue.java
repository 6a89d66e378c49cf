package medusa.auth;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Checks that wait for a thread. Each customer has its turn, however many checks another one has here; where there is no room
/// those who have most give way. Reactor thread only.
final class LoginQueue {
    /// Of one customer at a time, so that a machine with many processors has some left for others.
    static final int MOST_RUNNING = 4;

    private final int most;
    private int size;
    /// Whose turn it is at the front.
    private final Map<Object, Deque<PasswordCheck>> waiting = new LinkedHashMap<>();
    /// How many checks of each customer are on a thread; none with 0.
    private final Map<Object, Integer> running = new HashMap<>();

    /// @param most that wait
    LoginQueue(int most) {
        this.most = most;
    }

    /// How many of a customer's are here or on a thread.
    int of(Object customer) {
        Deque<PasswordCheck> his = waiting.get(customer);
        return (his == null ? 0 : his.size()) + running.getOrDefault(customer, 0);
    }

    int size() {
        return size;
    }

    /// @return which has to give way for it, perhaps itself; null for none
    PasswordCheck add(PasswordCheck check) {
        waiting.computeIfAbsent(check.customer(), _ -> new ArrayDeque<>(1)).addLast(check);
        if (++size <= most) {
            return null;
        }
        Object greediest = check.customer();
        for (Map.Entry<Object, Deque<PasswordCheck>> each : waiting.entrySet()) {
            if (each.getValue().size() > waiting.get(greediest).size()) {
                greediest = each.getKey();
            }
        }
        Deque<PasswordCheck> his = waiting.get(greediest);
        PasswordCheck last = his.removeLast();
        size--;
        if (his.isEmpty()) {
            waiting.remove(greediest);
        }
        return last;
    }

    /// Takes the next one out; null if none may run now.
    PasswordCheck next() {
        for (Iterator<Map.Entry<Object, Deque<PasswordCheck>>> each = waiting.entrySet().iterator(); each.hasNext();) {
            Map.Entry<Object, Deque<PasswordCheck>> turn = each.next();
            if (running.getOrDefault(turn.getKey(), 0) < MOST_RUNNING) {
                each.remove();
                PasswordCheck check = turn.getValue().removeFirst();
                size--;
                if (!turn.getValue().isEmpty()) {
                    waiting.put(turn.getKey(), turn.getValue());
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
