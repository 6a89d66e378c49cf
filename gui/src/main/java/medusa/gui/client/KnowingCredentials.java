package medusa.gui.client;

import medusa.monitor.Credentials;
import medusa.monitor.KnownServers;

/// Credentials of a user who keeps the certificates of his servers elsewhere than this process would by itself.
public interface KnowingCredentials extends Credentials {

    /// The servers that he knows.
    KnownServers known();

    /// Those of further links to the same server, which ask nobody: who is in by the first one is in by them. They are refused
    /// as long as nobody is.
    KnowingCredentials further();
}
