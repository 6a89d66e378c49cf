package medusa.auth;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import medusa.auth.Logins.Answer;
import medusa.auth.Logins.Origin;
import medusa.reactor.Addresses;

/// A name and a password that are to be checked, and who wants to know. Reactor thread only, but for [#outcome].
final class PasswordCheck {
    /// Whom those without an address are counted as.
    private static final Object LOCAL = new Object();

    /// @param asked when, by the reactor's clock
    record Asker(Origin origin, long asked, Consumer<Answer> then) {
        Object customer() {
            return PasswordCheck.customer(origin.address());
        }
    }

    /// @param by null if nobody has accepted
    record Outcome(Authorizer by, Authorizer.Verdict verdict) {
        /// Nothing was found out.
        static final Outcome BROKEN = new Outcome(null, new Authorizer.Verdict.Refused("the server failed at it"));
    }

    private final String name;
    private final char[] password;
    private final ByteBuffer key;
    private final Object customer;
    private final Object site;
    private final List<Asker> askers = new ArrayList<>(1);

    /// @param password its own from now on
    /// @param key      that stands for both
    PasswordCheck(String name, char[] password, ByteBuffer key, Asker asker) {
        this.name = name;
        this.password = password;
        this.key = key;
        customer = asker.customer();
        site = site(asker.origin().address());
        askers.add(asker);
    }

    /// Whom to count, see [Addresses#customer].
    static Object customer(InetAddress address) {
        return address == null ? LOCAL : Addresses.customer(address);
    }

    /// Whom to count him with, see [Addresses#site].
    static Object site(InetAddress address) {
        return address == null ? LOCAL : Addresses.site(address);
    }

    /// Whose it is among those who wait.
    Object customer() {
        return customer;
    }

    /// Where he is from.
    Object site() {
        return site;
    }

    String name() {
        return name;
    }

    ByteBuffer key() {
        return key;
    }

    /// Those who have come with these very words; to be changed.
    List<Asker> askers() {
        return askers;
    }

    /// Asks `authorizers`, which takes long. Any thread, one at a time.
    ///
    /// @throws RuntimeException of an authorizer's; then nobody is asked any more, since it may have known the name
    Outcome outcome(List<Authorizer> authorizers, UnknownNames unknown) {
        for (Authorizer each : authorizers) {
            Authorizer.Verdict verdict = each.check(name, password);
            if (!(verdict instanceof Authorizer.Verdict.Unknown)) {
                return new Outcome(each, verdict);
            }
        }
        unknown.check(authorizers, name, password);
        return new Outcome(null, new Authorizer.Verdict.Refused("there is no such user"));
    }

    void wipe() {
        Arrays.fill(password, '\0');
    }
}
