package medusa.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The server's side of one log-in (SCRAM-SHA-256, RFC 5802, RFC 7677) without channel binding. Two messages come, two go;
/// whatever is wrong ends it, and a second try needs a new object.
///
/// ```
/// NEW ── first() ──→ CHALLENGED ── last() ──→ DONE
///  └────────────────────┴── ScramException ──→ FAILED
/// ```
///
/// An unknown user is noticed at the end only, and no different from a wrong password. Costs some tens of microseconds: the
/// work is the client's. One thread at a time.
public final class ScramServer {
    private static final int NONCE_BYTES = 18;
    private static final SecureRandom RANDOM = new SecureRandom();

    private enum State {
        NEW,
        CHALLENGED,
        DONE,
        FAILED
    }

    private final Function<String, Optional<ScramKeys>> users;
    private final UnknownUsers unknown;
    private final Supplier<String> nonces;

    private State state = State.NEW;
    private String user;
    private boolean known;
    private ScramKeys keys;
    /// What the client has said about channel binding; it says it again at the end, where it is signed.
    private String header;
    private String nonce;
    /// What both sides sign, as far as it has been said.
    private String said;

    /// @param users called once in [#first], on its thread
    public ScramServer(Function<String, Optional<ScramKeys>> users, UnknownUsers unknown) {
        this(users, unknown, ScramServer::newNonce);
    }

    /// @param nonces printable, without commas, never the same
    ScramServer(Function<String, Optional<ScramKeys>> users, UnknownUsers unknown, Supplier<String> nonces) {
        this.users = users;
        this.unknown = unknown;
        this.nonces = nonces;
    }

    static String newNonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        RANDOM.nextBytes(bytes);
        return ScramMessage.encode(bytes);
    }

    /// Answers the client's first message, `n,,n=user,r=nonce`.
    ///
    /// @throws ScramException if the log-in is over
    public String first(String clientFirst) throws ScramException {
        begin(State.NEW);
        ScramMessage message = new ScramMessage(clientFirst);
        String binding = message.plain();
        if (binding.startsWith("p=")) {
            throw new ScramException("server-does-not-support-channel-binding", "there is no channel binding here");
        }
        if (!binding.equals("n") && !binding.equals("y")) {
            throw ScramException.malformed("expected n,, at the beginning of a log-in");
        }
        String actingFor = message.plain();
        String name = message.value('n');
        String clientNonce = message.nonce();
        message.extensions(0);
        user = name(name);
        if (!actingFor.isEmpty() && !(actingFor.startsWith("a=") && name(actingFor.substring(2)).equals(user))) {
            throw new ScramException("other-error", "nobody may log in for somebody else here");
        }
        Optional<ScramKeys> found = users.apply(user);
        known = found.isPresent();
        ScramKeys made = unknown.keys(user); // always, so that it takes as long for those who are known
        keys = found.orElse(made);
        header = binding + "," + actingFor + ",";
        nonce = clientNonce + nonces.get();
        String answer = "r=" + nonce + ",s=" + ScramMessage.encode(keys.salt()) + ",i=" + keys.iterations();
        said = clientFirst.substring(header.length()) + "," + answer;
        state = State.CHALLENGED;
        return answer;
    }

    /// Checks the client's proof, and answers with the server's.
    ///
    /// @throws ScramException if the log-in is over
    public String last(String clientFinal) throws ScramException {
        begin(State.CHALLENGED);
        ScramMessage message = new ScramMessage(clientFinal);
        byte[] binding = message.bytes('c');
        String echo = message.nonce();
        message.extensions(1);
        byte[] proof = message.bytes('p');
        message.end();
        if (!same(binding, header.getBytes(StandardCharsets.UTF_8))) {
            throw new ScramException("channel-bindings-dont-match", "the log-in does not end as it began");
        }
        if (!same(echo.getBytes(StandardCharsets.US_ASCII), nonce.getBytes(StandardCharsets.US_ASCII))) {
            throw new ScramException("other-error", "this belongs to another log-in");
        }
        said += "," + clientFinal.substring(0, clientFinal.lastIndexOf(",p="));
        if (!proves(proof) || !known) {
            throw new ScramException("invalid-proof", "wrong name or password");
        }
        state = State.DONE;
        return "v=" + ScramMessage.encode(ScramKeys.hmac(keys.serverKey(), said));
    }

    /// Who has logged in.
    ///
    /// @throws IllegalStateException if nobody has
    public String user() {
        if (state != State.DONE) {
            throw new IllegalStateException("nobody has logged in");
        }
        return user;
    }

    /// For logs: who wants to log in; empty before the first message.
    public String claimed() {
        return user == null ? "" : user;
    }

    /// Until it ends well it has failed.
    private void begin(State expected) throws ScramException {
        State was = state;
        state = State.FAILED;
        if (was != expected) {
            throw ScramException.unexpected();
        }
    }

    private boolean proves(byte[] proof) {
        if (proof.length != ScramKeys.KEY_BYTES) {
            return false;
        }
        byte[] signature = ScramKeys.hmac(keys.storedKey(), said);
        return same(ScramKeys.hash(ScramKeys.xor(proof, signature)), keys.storedKey());
    }

    private static boolean same(byte[] one, byte[] other) {
        return MessageDigest.isEqual(one, other); // in constant time
    }

    /// A name as it is written in messages, where `=2C` is a comma and `=3D` an equals sign.
    private static String name(String written) throws ScramException {
        String rest = written.replace("=2C", "").replace("=3D", "");
        try {
            String name = new String(PreparedText.of(written.replace("=2C", ",").replace("=3D", "=").toCharArray()));
            if (rest.indexOf('=') < 0 && !name.isEmpty()) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            // no name either
        }
        throw new ScramException("invalid-username-encoding", "this cannot be a user's name");
    }
}
