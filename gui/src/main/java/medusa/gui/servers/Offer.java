package medusa.gui.servers;

import medusa.gui.client.Profile;
import medusa.monitor.Credentials.Login;

/// A name and a password as a server is told them.
///
/// @param password of its own; wiped by whoever has it last
/// @param typed    by the user, so that it is to be remembered once it is known to be right
/// @param keep     whether in the keyring too
record Offer(Profile profile, char[] password, boolean typed, boolean keep) {

    /// One that nobody has typed.
    static Offer known(Profile profile, char[] password) {
        return new Offer(profile, password, false, false);
    }

    /// With a password of its own.
    Login login() {
        return new Login(profile.user(), password.clone());
    }

    void wipe() {
        Passwords.wipe(password);
    }

    /// Nothing of the password.
    @Override
    public String toString() {
        return profile.user();
    }
}
