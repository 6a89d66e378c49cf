package medusa.server;

import java.util.Arrays;
import java.util.function.Function;

/// A password that is to be set: asked for, looked at, and forgotten as soon as its keys are made.
///
/// @param source where it comes from
record NewPassword(PasswordSource source) {
    private static final int SHORT = 8;

    /// @param make what is kept of it; must not keep the array
    <T> T ask(String name, Streams streams, Function<char[], T> make) throws UsageException {
        char[] password = source.read(name);
        try {
            if (password.length == 0) {
                throw new UsageException("passwd: the password is empty; nothing is changed");
            }
            if (password.length < SHORT) {
                streams.problem("warning: a password of fewer than " + SHORT + " characters is soon guessed");
            }
            return make.apply(password);
        } catch (IllegalArgumentException e) {
            throw new UsageException("passwd: the password holds " + e.getMessage() + "; nothing is changed");
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
