package medusa.auth;

import java.util.Optional;
import java.util.function.Supplier;

/// Knows `anonymous` and `ftp`, to whom any password is right: both are who has not logged in.
public final class AnonymousAuthorizer implements Authorizer {
    private final Supplier<Optional<User>> facts;

    /// @param facts of who has not logged in, asked for each time; [User#ANONYMOUS] where there are none. See
    ///              [VirtualUserAuthorizer#anonymous]
    public AnonymousAuthorizer(Supplier<Optional<User>> facts) {
        this.facts = facts;
    }

    @Override
    public Verdict check(String name, char[] password) {
        return find(name).<Verdict>map(Verdict.Accepted::new).orElseGet(Verdict.Unknown::new);
    }

    @Override
    public Optional<User> find(String name) {
        return UserNames.isAnonymous(name) ? Optional.of(facts.get().orElse(User.ANONYMOUS)) : Optional.empty();
    }
}
