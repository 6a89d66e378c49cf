package medusa.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Map;

import medusa.reactor.ConnectionLimits;
import medusa.reactor.Reactor;
import medusa.reactor.ReactorOptions;
import medusa.reactor.TurnMeter;

/// The HTTP part of a [MedusaServer], which measures its reactor's turns, for `handshakes.sh`. Its arguments are settings,
/// as for `--set`. For each line on standard input it prints `turns` and [TurnMeter#figures].
final class TurnFigures {
    private TurnFigures() {}

    public static void main(String[] settings) throws Exception {
        ServerConfig config = ServerConfig.of(settings);
        Reactor reactor = Reactor.open(
                ReactorOptions.DEFAULT.with(config.buffers().pool().bytes(), config.reactor().turnLimit()));
        WebServer web = WebServer.open(config, reactor, new Accounts(config, reactor).logins());
        Secured secured = new Secured();
        Listeners listeners = new Listeners(reactor, new ConnectionLimits(Integer.MAX_VALUE, Integer.MAX_VALUE),
                Map.of(Part.HTTP, web::newChannel, Part.HTTPS, web::newChannel), secured);
        secured.open(config);
        listeners.open(config);
        listeners.lines().forEach(line -> System.out.println("medusa: " + line));
        System.out.println("medusa: ready");

        TurnMeter meter = new TurnMeter(reactor);
        Thread.ofPlatform().daemon().start(() -> answer(reactor, meter));
        meter.run();
    }

    private static void answer(Reactor reactor, TurnMeter meter) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in))) {
            while (lines.readLine() != null) {
                reactor.execute(() -> System.out.println("turns " + meter.figures()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
