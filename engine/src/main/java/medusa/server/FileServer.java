package medusa.server;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.filesystem.SharedTree;
import medusa.ftp.FtpEvent;
import medusa.ftp.FtpServer;
import medusa.ftp.FtpSession;
import medusa.log.SessionLog;
import medusa.log.TransferLog;
import medusa.reactor.Addresses;
import medusa.reactor.Channel;
import medusa.reactor.Descriptors;
import medusa.reactor.Reactor;

/// The FTP server as the configuration wants it, its logs, and those who are told what happens. Reactor thread only, but for what
/// comes before it runs and after it.
final class FileServer {
    private static final Logger log = LoggerFactory.getLogger(FileServer.class);
    /// Descriptors of which sessions may need one.
    private static final int SHARE = 8;

    private final FtpServer ftp;
    private ServerConfig config;
    private Optional<TransferLog> transfers = Optional.empty();
    private SessionLog conversations = SessionLog.off();
    private List<EventFeed> feeds = List.of();

    /// @param tree what HTTP serves too
    FileServer(ServerConfig config, Reactor reactor, Supplier<SharedTree> tree, Accounts accounts) {
        this.config = config;
        ftp = new FtpServer(reactor, FtpConversion.settings(config, sessions(config)), tree, accounts.logins(),
                accounts::guest, InstantSource.system());
    }

    /// Opens the logs: often root alone may.
    ///
    /// @throws StartException if one cannot be written to
    void open() throws StartException {
        FtpConfig settings = config.ftp();
        if (settings.listen().off()) {
            return;
        }
        if (settings.xferlog().on()) {
            TransferLog opened = LogFiles.open("ftp.xferlog", settings.xferlog(), config.log(), TransferLog::to);
            transfers = Optional.of(opened);
            ftp.listeners().add(event -> note(event, opened));
        }
        if (settings.sessionLog().on()) {
            conversations = LogFiles.open("ftp.session-log", settings.sessionLog(), config.log(), SessionLog::to);
            ftp.log(conversations);
        }
    }

    /// Begins to tell others what happens: with root given up, since that is code of others.
    void begin() {
        follow(config.ftp().events());
    }

    private static void note(FtpEvent event, TransferLog log) {
        if (event instanceof FtpEvent.Transferred it) {
            FtpEvent.Client client = it.client();
            log.add(new TransferLog.Entry(it.began().plus(it.took()), it.took(), Addresses.text(client.address()),
                    it.bytes(), it.path().toString(), it.type() == FtpSession.Type.ASCII,
                    it.mode() == FtpSession.Mode.DEFLATE, it.direction() == FtpEvent.Direction.UP, client.anonymous(),
                    client.anonymous() ? client.password() : client.user(), it.complete()));
        }
    }

    private void follow(List<FtpConfig.Event> events) {
        ftp.listeners().removeAll(feeds);
        feeds.forEach(EventFeed::end);
        feeds = EventFeeds.of(events);
        ftp.listeners().addAll(feeds);
    }

    FtpServer ftp() {
        return ftp;
    }

    Channel newChannel() {
        return ftp.newChannel();
    }

    /// Takes on the settings of a changed configuration.
    void apply(ServerConfig changed) {
        ftp.settings(FtpConversion.settings(changed, sessions(changed)));
        transfers.ifPresent(TransferLog::reopen);
        conversations.reopen();
        FtpConfig before = config.ftp();
        FtpConfig after = changed.ftp();
        if (!after.xferlog().equals(before.xferlog()) || !after.sessionLog().equals(before.sessionLog())) {
            log.warn("ftp.xferlog and ftp.session-log keep their values until the server is started again");
        }
        if (!after.events().equals(before.events())) {
            follow(after.events());
        }
        config = changed;
    }

    void close() {
        feeds.forEach(EventFeed::close);
        transfers.ifPresent(TransferLog::close);
        conversations.close();
    }

    /// How many sessions there may be at one time; each has a descriptor for its control connection and may need two more, for a
    /// data connection and a file.
    static int sessions(ServerConfig config) {
        if (config.ftp().listen().off()) {
            return 0;
        }
        OptionalLong descriptors = Descriptors.limit();
        long most = descriptors.isPresent()
                ? Math.max(1, (descriptors.getAsLong() - Descriptors.RESERVE) / SHARE)
                : Integer.MAX_VALUE;
        int wanted = config.ftp().sessions();
        return wanted > 0 ? wanted : (int) Math.min(most, Integer.MAX_VALUE);
    }
}
