package medusa.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.event.Level;

import medusa.auth.Right;
import medusa.http.ExtensionBlock;
import medusa.http.extension.CacheRule;
import medusa.http.extension.FileRules;
import medusa.http.extension.Mount;
import medusa.metrics.ByteSize;
import medusa.monitor.Role;
import medusa.reactor.AddressRange;
import medusa.tls.ClientCertificates;

/// Every setting of a server, checked. `defaults.toml` beside this class holds each default and says what it is for;
/// the components here are called as the settings there, in camel case, and [RecordBinder] fills them in by that name.
///
/// A new setting is one component here and one line with its comment in `defaults.toml` and the example configuration.
///
/// @param root an existing folder
/// @param drainNotice for how long a server that drains still lets clients in
/// @param stateFolder empty for the usual place
/// @param extensionsFolder empty for the distribution's
/// @param extensions in the order in which they are asked, before the files of `root`
/// @param mounts folders in the tree of `root`, each at a path of its own
/// @param users the file of those who may log in; empty if nobody may
/// @param anonymous whether who has not logged in may look at what no rule of `rights` speaks of
/// @param writable whether who has logged in may change what no rule of `rights` speaks of
/// @param rights the first rule that names a user, and a path or a folder above it, decides
public record ServerConfig(Path root, String user, Duration drainNotice, Duration drainTimeout,
        Optional<Path> stateFolder, Optional<Path> extensionsFolder, List<ExtensionBlock> extensions,
        List<Mount> mounts, Optional<Path> users, boolean anonymous, boolean writable, List<RightsRule> rights,
        Logins logins, Http http,
        Https https, Tls tls, FtpConfig ftp, Listener ftps, Monitor monitor, ClassicMonitor classicMonitor,
        Limits limits,
        Buffers buffers, Reactor reactor, Log log) {

    /// @param extensions copied
    /// @param mounts copied
    /// @param rights copied
    public ServerConfig {
        extensions = List.copyOf(extensions);
        mounts = List.copyOf(mounts);
        rights = List.copyOf(rights);
    }

    /// One rule of `rights`.
    ///
    /// @param path such as `/incoming`; a name `{user}` in it stands for that of who asks
    /// @param who  names, `@group`, `@users` or `*`
    /// @param may  none to forbid everything
    public record RightsRule(String path, List<String> who, List<Right> may) {
        /// @param who copied
        /// @param may copied
        public RightsRule {
            who = List.copyOf(who);
            may = List.copyOf(may);
        }
    }

    /// `[logins]`
    ///
    /// @param tries      failures of an address before it is banned
    /// @param memory     how long a failure counts
    /// @param ban        how long the first ban lasts; each further one twice as long
    /// @param longestBan of all bans
    /// @param remember   how long a password that was right is not hashed again
    public record Logins(int tries, Duration memory, Duration ban, Duration longestBan, Duration remember) {}

    /// `[http]`
    ///
    /// @param index as of [FileRules], also those from `cacheControl` to `zip`
    /// @param memory the most file content kept in memory
    /// @param compress whether answers are compressed for clients who want it
    /// @param precompressed whether files beside others are sent as their compressed forms
    /// @param sandbox whether browsers run no scripts of files that somebody may have put there over the network
    /// @param answerTime zero for any
    /// @param proxies who speaks for clients by the PROXY protocol
    public record Http(Listen listen, List<AddressRange> proxies, AccessLogSetting accessLog, List<String> index,
            boolean listing, boolean hidden,
            List<CacheRule> cacheControl, Optional<String> fallback, Map<String, String> headers, boolean zip,
            ByteSize memory, boolean compress, boolean precompressed, boolean sandbox, Duration headTime,
            Duration keepAlive,
            Duration answerTime) {
        /// @param proxies copied
        /// @param index copied
        /// @param cacheControl copied
        /// @param headers copied
        public Http {
            proxies = List.copyOf(proxies);
            FileRules rules = new FileRules(index, listing, hidden, cacheControl, fallback, headers, zip);
            index = rules.index();
            cacheControl = rules.cacheControl();
            headers = rules.headers();
        }

        /// How the files of `root` are shown.
        FileRules rules() {
            return new FileRules(index, listing, hidden, cacheControl, fallback, headers, zip);
        }
    }

    /// `[https]`
    ///
    /// @param proxies who speaks for clients by the PROXY protocol
    /// @param redirect whether who comes without TLS is sent here
    /// @param hsts for how long browsers are told to come with TLS only; zero for not at all
    public record Https(Listen listen, List<AddressRange> proxies, boolean redirect, Duration hsts) {
        /// @param proxies copied
        public Https {
            proxies = List.copyOf(proxies);
        }
    }

    /// `[tls]`
    ///
    /// @param certificates the first one is for clients who do not say which they want; none: one of the server's own
    /// @param cipherSuites empty for the modern ones
    /// @param clientCaFile who signs clients' certificates
    public record Tls(List<CertificateFiles> certificates, List<String> protocols, List<String> cipherSuites,
            ClientCertificates clientCertificates, Optional<Path> clientCaFile, Duration handshakeTime) {
        /// @param certificates copied
        /// @param protocols copied
        /// @param cipherSuites copied
        public Tls {
            certificates = List.copyOf(certificates);
            protocols = List.copyOf(protocols);
            cipherSuites = List.copyOf(cipherSuites);
        }
    }

    /// Where one certificate is, in PEM format.
    ///
    /// @param key empty if it is in the same file
    /// @param passwordFile its first line decrypts the key
    public record CertificateFiles(Path certificate, Optional<Path> key, Optional<Path> passwordFile) {}

    /// A section that knows no more than its addresses yet.
    public record Listener(Listen listen) {}

    /// `[monitor]`
    ///
    /// @param users the file of those who may log in over TCP
    /// @param group whose members may use the Unix-domain socket too
    /// @param groupRole what these may do
    /// @param evalLimit how long a snippet may keep the reactor; zero for any time
    /// @param exitWhenStuck whether the process ends when a snippet cannot be stopped
    /// @param jmx whether what the monitor shows is to be had as MBeans too
    public record Monitor(Listen listen, Optional<Path> users, Optional<String> group, Role groupRole,
            Duration evalLimit, boolean exitWhenStuck, boolean jmx) {}

    /// `[classic-monitor]`
    ///
    /// @param passwordFile its first line is the password
    /// @param anywhere whether it may listen where others than this machine's users come in
    public record ClassicMonitor(Listen listen, Optional<Path> passwordFile, boolean anywhere) {}

    /// `[limits]`
    ///
    /// @param connections 0 if the process's limit on descriptors decides
    /// @param connectionsPerAddress 0 for no limit
    /// @param minRate bytes a second; 0 for any
    /// @param input the most unread input kept for one connection
    /// @param queue the most output kept for a peer who does not read
    public record Limits(int connections, int connectionsPerAddress, int backlog, Duration idle, ByteSize minRate,
            ByteSize input, ByteSize queue) {}

    /// `[buffers]`
    ///
    /// @param pool the most memory kept for reuse
    /// @param rules the first that fits a peer counts
    public record Buffers(ByteSize floor, ByteSize ceiling, ByteSize pool, List<BufferRule> rules) {
        /// @param rules copied
        public Buffers {
            rules = List.copyOf(rules);
        }
    }

    /// Bounds of the buffers for some peers: those in `from`, or else those whose host name ends in `suffix`.
    ///
    /// @param floor empty for the one of `[buffers]`
    /// @param ceiling empty for the one of `[buffers]`
    public record BufferRule(Optional<AddressRange> from, Optional<String> suffix, Optional<ByteSize> floor,
            Optional<ByteSize> ceiling) {}

    /// `[reactor]`
    public record Reactor(Duration turnLimit) {}

    /// `[log]`
    ///
    /// @param file empty for standard error
    public record Log(Level level, Optional<Path> file) {}

    /// The defaults with some settings changed, each written as for `--set`: `http.listen=127.0.0.1:0`. For programs
    /// and tests that embed a server.
    ///
    /// @throws ConfigException if a setting is not known or its value not right
    public static ServerConfig of(String... settings) throws ConfigException {
        return ConfigLoader.load(new ConfigSources(Optional.empty(), List.of(), List.of(settings)));
    }
}
