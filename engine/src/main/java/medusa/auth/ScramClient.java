package medusa.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Supplier;

import medusa.metrics.Printable;

/// The client's side of one log-in (SCRAM-SHA-256): [#first], [#last] and [#verify], in this order and once each. The server
/// has proved that it knows the user only when [#verify] has returned. One thread at a time.
public final class ScramClient {
    private static final String HEADER = "n,,";

    private enum State {
        NEW,
        STARTED,
        PROVED,
        DONE,
        FAILED
    }

    private final String name;
    private final char[] password;
    private final String nonce;

    private State state = State.NEW;
    private String said;
    private byte[] expected;

    /// @param password wiped by [#last]
    /// @throws IllegalArgumentException if this cannot be a name
    public ScramClient(String name, char[] password) {
        this(name, password, ScramServer::newNonce);
    }

    ScramClient(String name, char[] password, Supplier<String> nonces) {
        this.name = new String(PreparedText.of(name.toCharArray())).replace("=", "=3D").replace(",", "=2C");
        this.password = password;
        this.nonce = nonces.get();
        if (this.name.isEmpty()) {
            throw new IllegalArgumentException("an empty name");
        }
    }

    /// What is sent first.
    ///
    /// @throws ScramException if this has been done
    public String first() throws ScramException {
        begin(State.NEW);
        said = "n=" + name + ",r=" + nonce;
        state = State.STARTED;
        return HEADER + said;
    }

    /// The proof, in answer to the server's first message. Hashes as often as the server wants: blocks for 0.2 s, or for as
    /// much as 3 s if the server has chosen very many iterations.
    ///
    /// @throws ScramException if the server refuses, or asks for what nobody should do
    /// @throws IllegalArgumentException if the password holds control characters
    public String last(String serverFirst) throws ScramException {
        try {
            begin(State.STARTED);
            refusal(serverFirst);
            ScramMessage message = new ScramMessage(serverFirst);
            String both = message.nonce();
            byte[] salt = message.bytes('s');
            int iterations = iterations(message.value('i'));
            message.extensions(0);
            if (!both.startsWith(nonce) || both.length() == nonce.length()) {
                throw new ScramException("other-error", "the server's answer belongs to another log-in");
            }
            byte[] salted = ScramKeys.salted(password, salt, iterations);
            byte[] clientKey = ScramKeys.clientKey(salted);
            String last = "c=" + ScramMessage.encode(HEADER.getBytes(StandardCharsets.US_ASCII)) + ",r=" + both;
            said += "," + serverFirst + "," + last;
            expected = ScramKeys.hmac(ScramKeys.serverKey(salted), said);
            byte[] proof = ScramKeys.xor(clientKey, ScramKeys.hmac(ScramKeys.hash(clientKey), said));
            state = State.PROVED;
            return last + ",p=" + ScramMessage.encode(proof);
        } finally {
            PreparedText.wipe(password);
        }
    }

    /// Checks the server's proof, its last message.
    ///
    /// @throws ScramException if the server refuses the log-in, or does not know the user: then it is not the one that it
    ///         says it is
    public void verify(String serverFinal) throws ScramException {
        begin(State.PROVED);
        refusal(serverFinal);
        ScramMessage message = new ScramMessage(serverFinal);
        byte[] proof = message.bytes('v');
        message.extensions(0);
        if (!MessageDigest.isEqual(proof, expected)) {
            throw new ScramException("other-error", "the server could not prove that it knows this user");
        }
        state = State.DONE;
    }

    /// Whether both sides have proved who they are.
    public boolean isDone() { return state == State.DONE; }

    private void begin(State wanted) throws ScramException {
        State was = state;
        state = State.FAILED;
        if (was != wanted) {
            throw ScramException.unexpected();
        }
    }

    private static void refusal(String message) throws ScramException {
        if (message.startsWith("e=")) {
            String code = Printable.shortened(message.substring(2));
            throw new ScramException(code, "the server refuses the log-in: " + code);
        }
    }

    private static int iterations(String text) throws ScramException {
        int iterations = text.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(text) : 0;
        if (iterations < ScramKeys.LEAST_ITERATIONS || iterations > ScramKeys.MOST_ITERATIONS) {
            throw new ScramException("other-error",
                    "the server wants " + Printable.quoted(text) + " iterations; between "
                            + ScramKeys.LEAST_ITERATIONS + " and " + ScramKeys.MOST_ITERATIONS + " are done");
        }
        return iterations;
    }
}
