package medusa.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

import medusa.reactor.Addresses;

/// Who has tried too many passwords. An address that fails too often within a while is refused for a time, which doubles with
/// each further failure; after the same while without one it is as good as new.
///
/// A log-in that succeeds clears nothing: who may log in under one name could else go on guessing another's password.
///
/// Ask when a log-in begins and again before its password is checked: of many that began at once most then end unchecked.
/// Memory is bounded: it keeps the addresses that failed last. Reactor thread only.
public final class FailedLogins {

    /// @param tries     failures before the first refusal
    /// @param memory    how long a failure counts, and how long after a refusal the next one would be a longer one
    /// @param first     the first refusal
    /// @param longest   of all refusals
    /// @param addresses that are remembered; an IPv6 address stands for its /64
    public record Rule(int tries, Duration memory, Duration first, Duration longest, int addresses) {
        /// Ten guesses, then soon four an hour.
        public static final Rule DEFAULT = new Rule(10, Duration.ofMinutes(15), Duration.ofSeconds(30),
                Duration.ofMinutes(15), 10_000);

        /// @throws IllegalArgumentException if it makes no sense
        public Rule {
            if (tries < 1 || addresses < 1 || memory.isNegative() || first.isNegative()
                    || longest.compareTo(first) < 0) {
                throw new IllegalArgumentException("a rule that cannot be followed");
            }
        }
    }

    /// Somebody who has to wait.
    ///
    /// @param address  as people write it; an IPv6 one with the `/64` that it stands for
    /// @param failures that have counted so far
    /// @param left     how much longer
    /// @param sentAway how many came meanwhile, and were not even looked at
    public record Ban(String address, int failures, Duration left, long sentAway) {}

    /// @param address  the last one that failed
    /// @param refusal  how long the last one was, 0 for none yet; nanoseconds like the others
    /// @param until    when it ends; the time of the last failure if there is none
    /// @param sentAway how many came during it
    private record Record(InetAddress address, int failures, long refusal, long until, long sentAway) {
        Record sentAway(long count) {
            return new Record(address, failures, refusal, until, count);
        }
    }

    private Rule rule;
    private final LongSupplier nanos;
    /// The one that failed last at the end.
    private final Map<Object, Record> records;

    /// @param nanos the reactor's clock
    public FailedLogins(Rule rule, LongSupplier nanos) {
        this.rule = rule;
        this.nanos = nanos;
        records = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, Record> eldest) {
                return size() > FailedLogins.this.rule.addresses();
            }
        };
    }

    /// Follows another rule from now on. What has begun goes on: nobody is let in earlier for it.
    public void rule(Rule rule) {
        this.rule = rule;
        Iterator<Object> oldest = records.keySet().iterator();
        for (int over = records.size() - rule.addresses(); over > 0; over--) {
            oldest.next();
            oldest.remove();
        }
    }

    /// Those who have to wait, who failed first at the front.
    public List<Ban> bans() {
        long now = nanos.getAsLong();
        return records.values().stream().filter(record -> left(record, now) > 0)
                .map(record -> new Ban(Addresses.customerText(record.address()), record.failures(),
                        Duration.ofNanos(left(record, now)), record.sentAway()))
                .toList();
    }

    /// Lets somebody try again who has to wait, and forgets his failures.
    ///
    /// @param address any that the ban is for
    /// @return whether he had to wait
    public boolean lift(InetAddress address) {
        return refused(address).isPresent() && records.remove(Addresses.customer(address)) != null;
    }

    private static long left(Record record, long now) {
        return record.refusal() == 0 ? 0 : record.until() - now;
    }

    /// How long `address` has to wait; empty if it may try.
    ///
    /// @param address null for who comes over a Unix-domain socket, and is never refused
    public Optional<Duration> refused(InetAddress address) {
        Record record = address == null ? null : records.get(Addresses.customer(address));
        long left = record == null ? 0 : left(record, nanos.getAsLong());
        return left <= 0 ? Optional.empty() : Optional.of(Duration.ofNanos(left));
    }

    /// Notes a wrong name or password.
    ///
    /// @return how long `address` is refused from now on; empty if it may try again
    public Optional<Duration> failed(InetAddress address) {
        if (address == null) {
            return Optional.empty();
        }
        Object who = Addresses.customer(address);
        long now = nanos.getAsLong();
        Record before = records.remove(who);
        if (before == null || now - before.until() > rule.memory().toNanos()) {
            before = new Record(address, 0, 0, now, 0);
        }
        if (left(before, now) > 0) {
            records.put(who, before); // it had begun before
            return refused(address);
        }
        int failures = before.failures() + 1;
        if (failures < rule.tries()) {
            records.put(who, new Record(address, failures, 0, now, 0));
            return Optional.empty();
        }
        long refusal = before.refusal() == 0
                ? rule.first().toNanos()
                : Math.min(2 * before.refusal(), rule.longest().toNanos());
        records.put(who, new Record(address, failures, refusal, now + refusal, 0));
        return refused(address);
    }

    /// Refuses `address` from now on, whether it has failed or not. A refusal that lasts longer than that stays.
    public void ban(InetAddress address, Duration time) {
        Object who = Addresses.customer(address);
        long now = nanos.getAsLong();
        Record before = records.remove(who);
        if (before == null) {
            before = new Record(address, 0, 0, now, 0);
        }
        long until = Math.max(now + time.toNanos(), now + left(before, now));
        long refusal = Math.max(1, Math.max(before.refusal(), rule.first().toNanos()));
        records.put(who, new Record(address, before.failures(), refusal, until, before.sentAway()));
    }

    /// Counts a log-in that was not even looked at, since `address` is refused.
    public void sentAway(InetAddress address) {
        if (address != null) {
            records.computeIfPresent(Addresses.customer(address),
                    (_, old) -> old.sentAway(old.sentAway() + 1));
        }
    }

    /// How many [were sent away][#sentAway], for a log that has one line for all of them: 0 as long as `address` is refused, and
    /// when it has been told.
    public long takeSentAway(InetAddress address) {
        Record record = address == null ? null : records.get(Addresses.customer(address));
        if (record == null || record.sentAway() == 0 || refused(address).isPresent()) {
            return 0;
        }
        records.replace(Addresses.customer(address), record.sentAway(0));
        return record.sentAway();
    }

    int remembered() {
        return records.size();
    }
}
