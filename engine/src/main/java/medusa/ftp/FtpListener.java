package medusa.ftp;

/// Is told what clients do.
@FunctionalInterface
public interface FtpListener {
    /// On the reactor thread, after it has happened; must not block.
    void happened(FtpEvent event) throws Exception;
}
