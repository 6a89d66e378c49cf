package medusa.server;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import medusa.auth.Rights;
import medusa.auth.User;
import medusa.metrics.ByteSize;
import medusa.metrics.Printable;
import medusa.server.FtpConfig.Anonymous;

/// What the types of the settings of `[ftp]` cannot say.
final class FtpChecks {
    private static final int MOST = 1_000_000;
    private static final int LONGEST_GREETING = 500;

    private final ServerConfig config;
    private final FtpConfig ftp;
    private final BiConsumer<String, Supplier<String>> problems;

    /// @param problems takes the key and the text of each problem
    FtpChecks(ServerConfig config, BiConsumer<String, Supplier<String>> problems) {
        this.config = config;
        ftp = config.ftp();
        this.problems = problems;
    }

    void check() {
        if (ftp.anonymous() == Anonymous.ON && !config.anonymous()) {
            problem("ftp.anonymous", "expected \"auto\" or \"off\" while anonymous is false, found \"on\"");
        }
        String greeting = ftp.greeting();
        if (greeting.isBlank() || greeting.length() > LONGEST_GREETING || !Printable.line(greeting).equals(greeting)) {
            problem("ftp.greeting", "expected one line of at most " + LONGEST_GREETING + " characters, found "
                    + Printable.quoted(greeting));
        }
        checkLimits();
        checkExternal();
        checkWho();
        checkRates();
        for (int i = 0; i < ftp.events().size(); i++) {
            checkEvent(Keys.element("ftp.events", i), ftp.events().get(i));
        }
    }

    private void checkLimits() {
        between("ftp.sessions", 0, ftp.sessions());
        between("ftp.sessions-per-address", 0, ftp.sessionsPerAddress());
        between("ftp.sessions-per-user", 0, ftp.sessionsPerUser());
        between("ftp.login-tries", 1, ftp.loginTries());
        between("ftp.commands-per-second", 0, ftp.commandsPerSecond());
        aSecond("ftp.login-time", ftp.loginTime());
        aSecond("ftp.idle", ftp.idle());
        aSecond("ftp.transfer-start", ftp.transferStart());
        aSecond("ftp.stall", ftp.stall());
        size("ftp.command-length", "512 B", "64 KiB", ftp.commandLength());
    }

    private void checkExternal() {
        for (int i = 0; i < ftp.external().size(); i++) {
            FtpConfig.External each = ftp.external().get(i);
            String key = Keys.child(Keys.element("ftp.external", i), "address");
            each.address().filter(address -> !isReachable(address) || !isLike(address, each))
                    .ifPresent(address -> problem(key, "expected an address that clients of from can reach, found "
                            + Printable.quoted(address.getHostAddress())));
        }
    }

    private static boolean isReachable(InetAddress address) {
        return !address.isAnyLocalAddress() && !address.isMulticastAddress();
    }

    private static boolean isLike(InetAddress address, FtpConfig.External each) {
        return address.getClass() == each.from().network().getClass();
    }

    private void checkWho() {
        who("ftp.administrators", ftp.administrators());
        if (FtpConfig.namesGuests(ftp.administrators())) {
            problem("ftp.administrators", "expected names, \"@group\" or \"@users\", found \""
                    + (ftp.administrators().contains(Rights.Rule.EVERYBODY)
                            ? Rights.Rule.EVERYBODY
                            : User.ANONYMOUS_NAME)
                    + "\", which lets everybody end the sessions of others");
        }
        who("ftp.fxp", ftp.fxp());
    }

    private void who(String key, List<String> who) {
        who.stream().filter(each -> !RightsChecks.isAudience(each)).findFirst().ifPresent(
                each -> problem(key, "expected names, \"@group\", \"@users\" or \"*\", found "
                        + Printable.quoted(each)));
    }

    private void checkRates() {
        rate("ftp.rate-down", ftp.rateDown());
        rate("ftp.rate-up", ftp.rateUp());
        rate("ftp.session-rate-down", ftp.sessionRateDown());
        rate("ftp.session-rate-up", ftp.sessionRateUp());
        for (int i = 0; i < ftp.rates().size(); i++) {
            FtpConfig.Rate each = ftp.rates().get(i);
            String key = Keys.element("ftp.rates", i);
            if (each.who().isEmpty()) {
                problem(Keys.child(key, "who"), "expected names, \"@group\", \"@users\" or \"*\", found nothing");
            }
            who(Keys.child(key, "who"), each.who());
            each.down().ifPresent(size -> rate(Keys.child(key, "down"), size));
            each.up().ifPresent(size -> rate(Keys.child(key, "up"), size));
        }
    }

    /// Slower than this a transfer looks as if it stood still.
    private void rate(String key, ByteSize found) {
        if (found.bytes() != 0) {
            size(key, "1 KiB", "1 TiB", found);
        }
    }

    // ---- events ----

    private void checkEvent(String key, FtpConfig.Event event) {
        if (event.on().isEmpty() || new HashSet<>(event.on()).size() < event.on().size()) {
            problem(Keys.child(key, "on"), "expected some events, each once, found "
                    + event.on().toString().toLowerCase(Locale.ROOT));
        }
        if (event.command().isPresent() == event.webhook().isPresent()) {
            problem(key, "expected either command or webhook, found "
                    + (event.command().isPresent() ? "both" : "neither"));
        }
        event.command().ifPresent(command -> checkCommand(Keys.child(key, "command"), command));
        event.webhook().filter(url -> !isUrl(url)).ifPresent(url -> problem(Keys.child(key, "webhook"),
                "expected a URL such as \"https://example.org/ftp\", found " + Printable.quoted(url)));
    }

    private void checkCommand(String key, List<String> command) {
        Optional<Path> program = command.isEmpty() ? Optional.empty() : absolute(command.getFirst());
        if (program.isEmpty()) {
            problem(key, "expected the path of a program, from the root on, and its arguments, found "
                    + Printable.shortened(command.toString()));
        } else if (!Files.isRegularFile(program.get()) || !Files.isExecutable(program.get())) {
            problem(key, "expected a program, found " + (Files.exists(program.get()) ? "none" : "nothing") + " at "
                    + Printable.quoted(command.getFirst()));
        }
        for (String argument : command) {
            if (EventFacts.holdsPlaceholder(argument) && !EventFacts.isPlaceholder(argument)) {
                problem(key, "expected {path} and the like as arguments of their own, found "
                        + Printable.quoted(argument));
            } else if (argument.matches("\\{[^{}]*}") && !EventFacts.isPlaceholder(argument)) {
                problem(key, "expected one of " + EventFacts.placeholders() + ", found " + Printable.quoted(argument));
            }
        }
    }

    /// A path of this machine that does not depend on where the server is started.
    static Optional<Path> absolute(String text) {
        try {
            return Optional.of(Path.of(text)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && uri.getUserInfo() == null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    // ---- ranges ----

    private void between(String key, int least, int found) {
        if (found < least || found > MOST) {
            problem(key, "expected a number between " + least + " and " + MOST + ", found " + found);
        }
    }

    private void size(String key, String least, String most, ByteSize found) {
        if (found.bytes() < ByteSize.parse(least).bytes() || found.bytes() > ByteSize.parse(most).bytes()) {
            problem(key, "expected a size between " + least + " and " + most + ", found " + found);
        }
    }

    private void aSecond(String key, Duration found) {
        if (found.toSeconds() < 1) {
            problem(key, "expected at least \"1s\", found less");
        }
    }

    private void problem(String key, String text) {
        problems.accept(key, () -> text);
    }
}
