package medusa.server;

import java.util.List;
import java.util.Optional;

import medusa.ftp.FtpSettings;
import medusa.metrics.ByteSize;

/// The settings of `[ftp]`, and of others that concern it, as the FTP server takes them.
final class FtpConversion {
    private FtpConversion() {}

    /// @param sessions in all; 0 for any number
    static FtpSettings settings(ServerConfig config, int sessions) {
        FtpConfig ftp = config.ftp();
        return new FtpSettings(RightsSettings.bytes(ftp.greeting()), limits(ftp, sessions), ports(ftp), rates(ftp),
                ftp.inPlace(), ftp.deflate(), ftp.hidden(), ftp.administrators(), ftp.fxp(), data(config));
    }

    private static FtpSettings.Limits limits(FtpConfig ftp, int sessions) {
        return new FtpSettings.Limits(sessions, ftp.sessionsPerAddress(), ftp.sessionsPerUser(), ftp.loginTries(),
                ftp.loginTime(), ftp.idle(), ftp.transferStart(), ftp.stall(), ftp.commandLength().toInt(),
                ftp.commandsPerSecond());
    }

    private static FtpSettings.Ports ports(FtpConfig ftp) {
        List<FtpSettings.External> external = ftp.external().stream()
                .map(each -> new FtpSettings.External(each.from(), each.address().orElse(null))).toList();
        return new FtpSettings.Ports(ftp.passivePorts().first(), ftp.passivePorts().last(), external);
    }

    private static FtpSettings.Rates rates(FtpConfig ftp) {
        return new FtpSettings.Rates(pair(ftp.rateDown(), ftp.rateUp()),
                pair(ftp.sessionRateDown(), ftp.sessionRateUp()),
                ftp.rates().stream().map(each -> new FtpSettings.UserRates(each.who(),
                        new FtpSettings.Pair(bytes(each.down()), bytes(each.up())))).toList());
    }

    private static FtpSettings.Pair pair(ByteSize down, ByteSize up) {
        return new FtpSettings.Pair(down.bytes(), up.bytes());
    }

    private static long bytes(Optional<ByteSize> rate) {
        return rate.map(ByteSize::bytes).orElse(0L);
    }

    private static FtpSettings.Data data(ServerConfig config) {
        return new FtpSettings.Data(Listeners.channelLimits(config), Listeners.policy(config.buffers()));
    }
}
