package medusa.unix;

import java.io.IOException;
import java.util.Optional;

import medusa.auth.Privileges;

/// Placeholder.
public final class UnixPrivileges implements Privileges {
    /// For the service loader.
    public UnixPrivileges() {}

    @Override
    public boolean supported() {
        return false;
    }

    @Override
    public boolean root() {
        return false;
    }

    @Override
    public Optional<Account> account(String name) throws IOException {
        return Optional.empty();
    }

    @Override
    public void dropTo(Account account) throws IOException {
        throw new IOException("x");
    }
}
