package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.reactor.Acceptor;
import medusa.reactor.AddressRange;
import medusa.reactor.Bench;

/// What clients say about data connections, and what they hear.
class DataCommandsTest {
    private static final String FOREIGN = "504 Data connections go to the address that you come from.";
    private static final String LOW = "504 Data connections go to ports from 1024 on.";
    private static final String TAKEN = "425 There is no port for a data connection; try again soon.";

    @TempDir
    Path root;
    private FtpBench ftp;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private void settings(FtpSettings.Ports ports, String... fxp) {
        FtpSettings old = FtpSettings.DEFAULT;
        ftp.ftp.settings(new FtpSettings(old.greeting(), old.limits(), ports, old.rates(), old.inPlace(), old.deflate(),
                old.hidden(), old.administrators(), List.of(fxp)));
    }

    /// A client of somebody who comes over IPv6.
    private FtpBench.Client six() throws IOException {
        SocketAddress address;
        try {
            address = ftp.bench.reactor().listen(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0),
                    Acceptor.Options.defaults(), ftp.ftp::newChannel).address();
        } catch (IOException e) {
            assumeTrue(false, "this system has no IPv6");
            return null;
        }
        return ftp.new Client(ftp.bench.connect(address)).expect("220 FTP server (Medusa) ready.")
                .ask("USER anonymous", "331 Password required.").ask("PASS x", "230 You are logged in.");
    }

    private static ServerSocketChannel listening(String address) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0)).configureBlocking(false);
        return listener;
    }

    private static int port(ServerSocketChannel listener) throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    /// Where a 227 sends the client.
    private static InetSocketAddress told(String reply) {
        assertThat(reply).matches("227 Entering Passive Mode \\(\\d+,\\d+,\\d+,\\d+,\\d+,\\d+\\)\\.");
        String[] numbers = reply.substring(reply.indexOf('(') + 1, reply.indexOf(')')).split(",");
        return new InetSocketAddress(InetAddress.ofLiteral(String.join(".", List.of(numbers).subList(0, 4))),
                Integer.parseInt(numbers[4]) << 8 | Integer.parseInt(numbers[5]));
    }

    private void sends(FtpBench.Client client, ServerSocketChannel listener) throws Exception {
        ftp.write("file", "content");
        assertThat(client.ask("RETR file")).startsWith("150 ");
        Bench.Peer[] data = new Bench.Peer[1];
        ftp.bench.until("the connection", () -> {
            try {
                data[0] = ftp.bench.accepted(listener).orElse(null);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return data[0] != null;
        });
        data[0].expectEnd();
        assertThat(data[0].got()).isEqualTo("content");
        client.expect("226 Transfer complete.");
    }

    // ---- PASV and EPSV ----

    @Test
    void pasvTellsAnAddressAndAPort() throws Exception {
        ftp.write("file", "content");
        FtpBench.Client anna = ftp.login("anna");
        InetSocketAddress address = told(anna.ask("PASV"));
        assertThat(address.getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
        Bench.Peer data = ftp.bench.connect(address);
        assertThat(anna.ask("RETR file")).startsWith("150 ");
        data.expectEnd();
        assertThat(data.got()).isEqualTo("content");
        anna.expect("226 Transfer complete.");
    }

    @Test
    void epsvIsForTheFamilyOfTheControlConnection() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        assertThat(anna.ask("EPSV")).matches("229 Entering Extended Passive Mode \\(\\|\\|\\|\\d+\\|\\)\\.");
        assertThat(anna.ask("EPSV 1")).startsWith("229 ");
        anna.ask("EPSV 2", "522 Network protocol not supported, use (1)")
                .ask("EPSV 9", "522 Network protocol not supported, use (1)")
                .ask("EPSV some", "501 This is how it is used: EPSV [1|2|ALL]");
    }

    @Test
    void overIpv6ThereIsEpsvAlone() throws Exception {
        ftp.write("file", "content");
        FtpBench.Client guest = six();
        guest.ask("PASV", "522 PASV is for IPv4; use EPSV.")
                .ask("EPSV 1", "522 Network protocol not supported, use (2)")
                .ask("PORT 127,0,0,1,100,100", "522 Network protocol not supported, use (2)")
                .ask("EPRT |1|127.0.0.1|25700|", "522 Network protocol not supported, use (2)")
                .ask("TYPE I", "200 Type set to Binary.");
        String reply = guest.ask("EPSV 2");
        int port = Integer.parseInt(reply.substring(reply.indexOf("|||") + 3, reply.lastIndexOf('|')));
        Bench.Peer data = ftp.bench.connect(new InetSocketAddress(InetAddress.ofLiteral("::1"), port));
        assertThat(guest.ask("RETR file")).startsWith("150 ");
        data.expectEnd();
        assertThat(data.got()).isEqualTo("content");
        guest.expect("226 Transfer complete.");
        try (ServerSocketChannel listener = listening("::1")) {
            guest.ask("EPRT |2|::1|" + port(listener) + "|", "200 EPRT command successful.");
            sends(guest, listener);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASV", "PORT 127,0,0,1,100,100", "EPRT |1|127.0.0.1|25700|"})
    void whoHasSaidEpsvAllMeansIt(String line) throws Exception {
        FtpBench.Client guest = ftp.guest();
        guest.ask("EPSV ALL", "200 EPSV ALL command successful.").ask(line,
                "503 You have said EPSV ALL; use EPSV.");
        assertThat(guest.ask("EPSV")).startsWith("229 ");
        guest.ask("REIN", "220 Ready for another user.").ask("USER ftp", "331 Password required.")
                .ask("PASS x", "230 You are logged in.");
        assertThat(guest.ask(line)).startsWith("2");
    }

    @Test
    void thoseBehindATranslationAreToldTheAddressOutside() throws Exception {
        settings(new FtpSettings.Ports(0, 0, List.of(
                new FtpSettings.External(AddressRange.parse("127.0.0.2"), InetAddress.ofLiteral("192.0.2.9")),
                new FtpSettings.External(AddressRange.parse("127.0.0.0/28"), null),
                new FtpSettings.External(AddressRange.parse("127.0.0.0/8"), InetAddress.ofLiteral("192.0.2.7")))));
        assertThat(told(as("127.0.0.2").ask("PASV")).getAddress().getHostAddress()).isEqualTo("192.0.2.9");
        assertThat(told(as("127.0.0.3").ask("PASV")).getAddress().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(told(as("127.1.0.1").ask("PASV")).getAddress().getHostAddress()).isEqualTo("192.0.2.7");
    }

    private FtpBench.Client as(String address) throws IOException {
        return ftp.connectFrom(address).ask("USER anonymous", "331 Password required.").ask("PASS x",
                "230 You are logged in.");
    }

    @Test
    void aSecondPortKillsTheFirstAlsoWhenThereIsOnlyOne() throws Exception {
        int only = free(1);
        settings(new FtpSettings.Ports(only, only, List.of()));
        FtpBench.Client anna = ftp.login("anna");
        for (int i = 0; i < 3; i++) {
            anna.ask("EPSV", "229 Entering Extended Passive Mode (|||" + only + "|).");
        }
        FtpBench.Client guest = ftp.guest();
        guest.ask("EPSV", TAKEN);
        ftp.pass(Duration.ofSeconds(31)); // nobody has used it
        guest.ask("EPSV", "229 Entering Extended Passive Mode (|||" + only + "|).");
    }

    @Test
    void allPortsOfARangeAreUsedAndNoOthers() throws Exception {
        int first = free(4);
        settings(new FtpSettings.Ports(first, first + 3, List.of()));
        Set<Integer> ports = new TreeSet<>();
        try (ServerSocketChannel other = ServerSocketChannel.open()) {
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), first + 2));
            for (int i = 0; i < 3; i++) {
                ports.add(told(ftp.guest().ask("PASV")).getPort());
            }
            ftp.guest().ask("PASV", TAKEN);
        }
        assertThat(ports).containsExactly(first, first + 1, first + 3);
    }

    /// The first of so many ports that nobody has now.
    private static int free(int count) throws IOException {
        for (int first = 20_000 + (int) (ProcessHandle.current().pid() % 5_000); first < 32_000; first += count) {
            int port = first;
            try {
                for (; port < first + count; port++) {
                    ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                            .close();
                }
                return first;
            } catch (IOException e) {
                // the next ones
            }
        }
        throw new AssertionError("no free ports");
    }

    // ---- PORT and EPRT ----

    @Test
    void theServerConnectsFromTheAddressOfTheControlConnection() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        try (ServerSocketChannel listener = listening("127.0.0.1")) {
            int port = port(listener);
            anna.ask("PORT 127,0,0,1," + (port >> 8) + "," + (port & 0xff), "200 PORT command successful.");
            sends(anna, listener);
            for (String delimiter : new String[]{"|", "!", "~", "x", "$", "\\"}) {
                anna.ask("EPRT |1|127.0.0.1|%d|".formatted(port).replace("|", delimiter),
                        "200 EPRT command successful.");
                sends(anna, listener);
            }
            anna.ask("EPRT |2|::ffff:127.0.0.1|" + port + "|", "200 EPRT command successful.");
            sends(anna, listener);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2,3", "127,0,0,1,300,1", "127,0,0,1,1,256", "256,0,0,1,100,1", "a,b,c,d,e,f",
        "127,0,0,1,-1,5", "127,0,0,1,100,1,1", "127,0,0,1,100,", "127.0.0.1,100,1", "127,0,0,1, 100,1",
        "127,0,0,1,0100,1", "99999999999999999999,0,0,1,100,1"})
    void portTakesSixNumbersOfAByte(String argument) throws Exception {
        ftp.guest().ask("PORT " + argument, "501 This is how it is used: PORT h1,h2,h3,h4,p1,p2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "|1|127.0.0.1|", "|1|127.0.0.1|99999|", "|1|localhost|2000|", "|1|::1|2000|",
        "|2|127.0.0.1|2000|", "|1|127.0.0.1|2000|x", "|1|127.0.0.1|2000!", "|1|127.0.0.1||", "||127.0.0.1|2000|",
        "|1|127.1|2000|", "|1|256.0.0.1|2000|", "|2|fe80::1%lo|2000|", "|1|127.0.0.1|-5|", "\t1\t127.0.0.1\t2000\t",
        "11112000111127.0.0.11"})
    void eprtTakesAFamilyAnAddressInNumbersAndAPort(String argument) throws Exception {
        ftp.guest().ask("EPRT " + argument, "501 This is how it is used: EPRT |1 or 2|address|port|");
    }

    @Test
    void eprtKnowsTwoFamilies() throws Exception {
        ftp.guest().ask("EPRT |9|127.0.0.1|2000|", "522 Network protocol not supported, use (1)")
                .ask("EPRT |0|127.0.0.1|2000|", "522 Network protocol not supported, use (1)")
                .ask("EPRT |2|::1|2000|", "522 Network protocol not supported, use (1)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"PORT 192,0,2,1,100,100;" + FOREIGN, "EPRT |1|192.0.2.1|25700|;" + FOREIGN,
        "PORT 127,0,0,2,100,100;" + FOREIGN, "PORT 127,0,0,1,0,25;" + LOW, "PORT 127,0,0,1,3,255;" + LOW,
        "EPRT |1|127.0.0.1|25|;" + LOW, "EPRT |1|127.0.0.1|0|;" + LOW, "PORT 0,0,0,0,100,100;" + FOREIGN})
    void noBouncing(String line, String reply) throws Exception {
        settings(FtpSettings.Ports.ANY, "bert");
        ftp.login("anna").ask(line, reply).ask("RETR nothing", "425 Use PASV, EPSV, PORT or EPRT first.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "@staff", "@users", "*"})
    void whoMayHaveConnectionsWithOthersNamesThem(String who) throws Exception {
        settings(FtpSettings.Ports.ANY, who);
        ftp.user("anna", -1, -1, 0, "staff");
        FtpBench.Client anna = ftp.login("anna");
        try (ServerSocketChannel listener = listening("127.0.0.2")) {
            anna.ask("EPRT |1|127.0.0.2|" + port(listener) + "|", "200 EPRT command successful.");
            sends(anna, listener);
        }
        anna.ask("PORT 127,0,0,2,0,25", LOW).ask("PORT 0,0,0,0,100,100", FOREIGN)
                .ask("PORT 224,0,0,1,100,100", FOREIGN);
    }

    @Test
    void strangersAreSentAwayAndThePortWaitsForTheClient() throws Exception {
        ftp.write("file", "content");
        FtpBench.Client anna = ftp.login("anna");
        InetSocketAddress port = anna.passive();
        for (int i = 0; i < 3; i++) {
            ftp.bench.connectFrom(InetAddress.ofLiteral("127.0.0.2"), port).expectGone();
        }
        assertThat(anna.ask("RETR file")).startsWith("150 ");
        ftp.bench.connectFrom(InetAddress.ofLiteral("127.0.0.2"), port).expectGone();
        Bench.Peer data = ftp.bench.connect(port).expectEnd();
        assertThat(data.got()).isEqualTo("content");
        anna.expect("226 Transfer complete.");
    }

    @Test
    void aStrangerIsServedWhereTheUserMayHaveOthers() throws Exception {
        settings(FtpSettings.Ports.ANY, "@users");
        ftp.write("file", "content");
        FtpBench.Client anna = ftp.login("anna");
        Bench.Peer data = ftp.bench.connectFrom(InetAddress.ofLiteral("127.0.0.2"), anna.passive());
        assertThat(anna.ask("RETR file")).startsWith("150 ");
        data.expectEnd();
        assertThat(data.got()).isEqualTo("content");
    }
}
