package medusa.http.extension;

import java.security.SecureRandom;
import java.util.Optional;

import medusa.auth.Logins;
import medusa.auth.User;
import medusa.http.DigestCredentials;
import medusa.reactor.Reactor;

/// The server's side of the scheme Digest (RFC 7616), for one realm. Reactor thread only.
final class DigestLogins {

    /// What credentials say.
    sealed interface Result {
        /// They are for a nonce that is not good, or not any more, or are here for the second time: nothing is known of the
        /// password.
        record Stale() implements Result {}

        /// @param name he claims; empty for none that anybody could have
        /// @param why  for the log
        record Wrong(String name, String why) implements Result {}

        /// @param first with this nonce
        record Proven(User user, boolean first) implements Result {}
    }

    private final String realm;
    private final Logins logins;
    private final DigestNonces nonces;
    private final Reactor reactor;
    /// What those are measured by whom nobody knows.
    private final byte[] nobody = new byte[32];

    DigestLogins(String realm, Logins logins, DigestNonces nonces, Reactor reactor) {
        this.realm = realm;
        this.logins = logins;
        this.nonces = nonces;
        this.reactor = reactor;
        new SecureRandom().nextBytes(nobody);
    }

    /// @param stale whether nothing but the nonce was wrong
    String challenge(boolean stale) {
        return "Digest realm=\"" + realm + "\", qop=\"auth\", algorithm=SHA-256, nonce=\"" + nonces.make(reactor.now())
                + "\", charset=UTF-8, userhash=false" + (stale ? ", stale=true" : "");
    }

    /// @param credentials of this realm, for the target of the request
    Result check(DigestCredentials credentials, String method) {
        long now = reactor.now();
        if (!nonces.isGood(credentials.nonce(), now)) {
            return new Result.Stale();
        }
        Optional<Logins.Verifier> known = credentials.name().flatMap(name -> logins.verifier(name, realm));
        boolean proven = credentials.proves(known.map(Logins.Verifier::hash).orElse(nobody), method);
        if (known.isEmpty() || !proven) {
            return new Result.Wrong(credentials.name().orElse(""),
                    known.isEmpty() ? "there is no digest of such a user for this realm" : "that is not the password");
        }
        boolean first = nonces.isNew(credentials.nonce());
        return nonces.use(credentials.nonce(), credentials.count(), now)
                ? new Result.Proven(known.get().user(), first)
                : new Result.Stale();
    }
}
