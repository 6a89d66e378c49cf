package medusa.http;

import java.util.Arrays;

/// The table of a state machine over bytes: which state follows a state and a byte. Filled once, then read as an array,
/// since the loop over it is the hottest one of the server.
final class Transitions<S extends Enum<S>> {
    private final byte[] next;

    /// @param refused what follows where nothing else is said
    Transitions(Class<S> states, S refused) {
        next = new byte[states.getEnumConstants().length << 8];
        Arrays.fill(next, (byte) refused.ordinal());
    }

    Transitions<S> on(S state, ByteSet bytes, S then) {
        for (int b = 0; b < 256; b++) {
            if (bytes.contains((byte) b)) {
                next[state.ordinal() << 8 | b] = (byte) then.ordinal();
            }
        }
        return this;
    }

    Transitions<S> on(S state, String bytes, S then) {
        return on(state, ByteSet.of(bytes), then);
    }

    /// Ordinals of states, at `ordinal << 8 | byte`.
    byte[] table() {
        return next;
    }
}
