package medusa.tls;

/// Whether a client shows a certificate of its own.
public enum ClientCertificates {
    /// It is not asked for one.
    OFF,
    /// It is asked, and may have none. One that no authority of the list has signed ends the handshake, as with
    /// [#REQUIRED].
    OPTIONAL,
    /// Without one the handshake fails.
    REQUIRED
}
