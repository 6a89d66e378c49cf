package medusa.ftp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

import medusa.auth.Authorizer;
import medusa.auth.FailedLogins;
import medusa.auth.Logins;
import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.auth.User;
import medusa.auth.UserNames;
import medusa.filesystem.RootedFilesystem;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualFilesystem;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;

/// An FTP server on a reactor that is turned by hand, and its clients. `anna` may do everything, by the password `secret`; who has
/// not logged in may look, and add to `/box`. Everything that happens is written down.
final class FtpBench implements AutoCloseable {
    static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");
    static final String PASSWORD = "secret";
    static final Rights RIGHTS = new Rights(List.of(
            new Rights.Rule(List.of("box"), List.of(User.ANONYMOUS_NAME), Set.of(Right.WRITE)),
            new Rights.Rule(List.of("shut"), List.of(Rights.Rule.EVERYBODY), Set.of()),
            new Rights.Rule(List.of(), List.of(User.ANONYMOUS_NAME), Set.of(Right.LIST, Right.READ)),
            new Rights.Rule(List.of(), List.of(Rights.Rule.EVERYBODY), EnumSet.allOf(Right.class))),
            Rights.Defaults.of(true, true));

    final Bench bench = new Bench();
    final Path root;
    final FtpServer ftp;
    final Acceptor acceptor;
    final List<FtpEvent> events = new ArrayList<>();
    SharedTree tree;
    /// Whether those may come who have no password.
    boolean guests = true;
    private final Map<String, User> users = new HashMap<>();

    /// A server of `root`, with the bounds that it has by default.
    FtpBench(Path root) throws IOException {
        this(root, RIGHTS, files -> files);
    }

    /// @param around what is put around the filesystem, to make it slow or break it
    FtpBench(Path root, Rights rights, UnaryOperator<VirtualFilesystem> around) throws IOException {
        this.root = root;
        for (String each : new String[]{"box", "shut"}) {
            Files.createDirectories(root.resolve(each));
        }
        user("anna", -1, -1, 0);
        tree = new SharedTree(around.apply(new RootedFilesystem(root)), rights);
        Logins logins = new Logins(bench.reactor(),
                new FailedLogins(FailedLogins.Rule.DEFAULT, bench.reactor()::now));
        logins.follow(List.of(new Everybody()));
        ftp = new FtpServer(bench.reactor(), FtpSettings.DEFAULT, () -> tree, logins,
                name -> guests && UserNames.isAnonymous(name) ? Optional.of(User.ANONYMOUS) : Optional.empty(),
                InstantSource.fixed(NOW));
        ftp.listeners().add(events::add);
        acceptor = bench.listen(ftp::newChannel);
    }

    /// Another user, whose password is the same.
    ///
    /// @param quota negative for none
    /// @param file  negative for none
    void user(String name, long quota, long file, int sessions, String... groups) {
        users.put(name, new User(name, Set.of(groups), "/", new User.Limits(
                quota < 0 ? OptionalLong.empty() : OptionalLong.of(quota),
                file < 0 ? OptionalLong.empty() : OptionalLong.of(file), sessions)));
    }

    /// Another user with a home of his own.
    void user(String name, String home) {
        users.put(name, new User(name, Set.of(), home, User.Limits.NONE));
    }

    /// A user who is gone from now on.
    void remove(String name) {
        users.remove(name);
    }

    private final class Everybody implements Authorizer {
        @Override
        public Verdict check(String name, char[] password) {
            User user = users.get(name);
            if (user == null) {
                return new Verdict.Unknown();
            }
            return new String(password).equals(PASSWORD)
                    ? new Verdict.Accepted(user)
                    : new Verdict.Refused("wrong password");
        }

        @Override
        public Optional<User> find(String name) {
            return Optional.ofNullable(users.get(name));
        }
    }

    /// A client that has been greeted.
    Client connect() throws IOException {
        return new Client(bench.connect(acceptor)).expect("220 FTP server (Medusa) ready.");
    }

    /// A client with another address of the loopback network.
    Client connectFrom(String address) throws IOException {
        return new Client(bench.connectFrom(InetAddress.ofLiteral(address), acceptor))
                .expect("220 FTP server (Medusa) ready.");
    }

    /// A client who has logged in, and sends bytes.
    Client login(String name) throws IOException {
        Client client = connect();
        client.ask("USER " + name, "331 Password required.");
        client.send("PASS " + PASSWORD);
        bench.until("the log-in", () -> client.control.poll() > 0 || !client.control.got().isEmpty());
        return client.expect("230 You are logged in.").ask("TYPE I", "200 Type set to Binary.");
    }

    /// A client who has not said who he is.
    Client guest() throws IOException {
        return connect().ask("USER anonymous", "331 Password required.")
                .ask("PASS me@example.org", "230 You are logged in.").ask("TYPE I", "200 Type set to Binary.");
    }

    Path write(String name, String content) throws IOException {
        return Files.write(root.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
    }

    String read(String name) throws IOException {
        return Files.readString(root.resolve(name), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        bench.close();
    }

    /// One client.
    final class Client {
        final Bench.Peer control;

        Client(Bench.Peer control) {
            this.control = control;
        }

        Client send(String line) throws IOException {
            control.send(line + "\r\n");
            return this;
        }

        /// Turns until exactly these lines have come, and nothing behind them.
        Client expect(String... lines) throws IOException {
            control.expect(String.join("\r\n", lines) + "\r\n");
            return this;
        }

        /// Says `line`, and has exactly these lines for it.
        Client ask(String line, String... lines) throws IOException {
            return send(line).expect(lines);
        }

        /// The next line that comes.
        String line() throws IOException {
            String line = control.line();
            if (!line.endsWith("\r")) {
                throw new AssertionError("a line without CR: " + line);
            }
            return line.substring(0, line.length() - 1);
        }

        /// Says `line`, and has one line for it.
        String ask(String line) throws IOException {
            return send(line).line();
        }

        /// Where the next data connection goes.
        InetSocketAddress passive() throws IOException {
            String reply = ask("EPSV");
            if (!reply.startsWith("229 ")) {
                throw new AssertionError(reply);
            }
            int port = Integer.parseInt(reply.substring(reply.indexOf("|||") + 3, reply.lastIndexOf('|')));
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }

        /// A data connection that stands.
        Bench.Peer data() throws IOException {
            return bench.connect(passive());
        }

        /// All that `line` sends, with the replies that are usual.
        String fetch(String line) throws IOException {
            Bench.Peer data = data();
            requireCode("150", ask(line));
            data.expectEnd();
            requireCode("226", line());
            return data.got();
        }

        /// Sends `content`, and has the last reply.
        String store(String line, String content) throws IOException {
            Bench.Peer data = data();
            requireCode("150", ask(line));
            data.send(content);
            data.hangUp();
            return line();
        }

        private void requireCode(String code, String reply) {
            if (!reply.startsWith(code + " ")) {
                throw new AssertionError(reply);
            }
        }

        /// Waits until the server has ended the connection.
        void expectEnd() throws IOException {
            control.expectEnd();
        }
    }

    /// Lets time pass.
    void pass(Duration time) throws IOException {
        bench.pass(time);
    }
}
