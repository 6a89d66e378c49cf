package medusa.server;

/// Where a running server finds its configuration as it is now.
@FunctionalInterface
interface ConfigSource {

    /// Reads it again. Blocks; one call at a time.
    ///
    /// @throws ConfigException if it is not right
    ServerConfig load() throws ConfigException;
}
