import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/// Anonymous clients of an FTP server at 127.0.0.1, for `compare.sh`. Whatever is not answered as it should be ends the program
/// with a status other than 0.
///
///     java FtpLoad.java logins PORT SECONDS SESSIONS    log-ins a second, so many at once, each over a new connection
///     java FtpLoad.java store PORT SECONDS NAME BYTES   MB/s of one file after the other
///     java FtpLoad.java fetch PORT SECONDS NAME BYTES   the same the other way
///     java FtpLoad.java crowd PORT SESSIONS NAME BYTES  MB/s of one file that so many fetch at once
///     java FtpLoad.java hold PORT SESSIONS              prints `connected`, and stays until its input ends
public final class FtpLoad {
    private static final int PIECE = 1 << 18;
    private static final double MB = 1e6;

    private FtpLoad() {}

    /// One session.
    private static final class Session implements AutoCloseable {
        private final Socket control;
        private final BufferedReader replies;

        Session(int port) throws IOException {
            control = new Socket(InetAddress.getLoopbackAddress(), port);
            control.setTcpNoDelay(true);
            replies = new BufferedReader(new InputStreamReader(control.getInputStream()));
            expect("220");
            ask("331", "USER anonymous");
            ask("230", "PASS load@example.org");
        }

        String ask(String code, String line) throws IOException {
            control.getOutputStream().write((line + "\r\n").getBytes());
            return expect(code);
        }

        private String expect(String code) throws IOException {
            String line = replies.readLine();
            while (line != null && line.startsWith(code + "-")) {
                line = replies.readLine();
            }
            if (line == null || !line.startsWith(code + " ")) {
                throw new IOException("not " + code + ": " + line);
            }
            return line;
        }

        private Socket data(String command) throws IOException {
            String told = ask("229", "EPSV");
            int port = Integer.parseInt(told.substring(told.indexOf("|||") + 3, told.lastIndexOf('|')));
            Socket data = new Socket(InetAddress.getLoopbackAddress(), port);
            control.getOutputStream().write((command + "\r\n").getBytes());
            String line = replies.readLine();
            if (line == null || !line.startsWith("150") && !line.startsWith("125")) {
                throw new IOException(command + ": " + line);
            }
            return data;
        }

        void store(String name, long bytes) throws IOException {
            try (Socket data = data("STOR " + name)) {
                OutputStream out = data.getOutputStream();
                byte[] piece = new byte[PIECE];
                for (long left = bytes; left > 0; left -= PIECE) {
                    out.write(piece, 0, (int) Math.min(left, PIECE));
                }
            }
            expect("226");
        }

        void fetch(String name, long bytes) throws IOException {
            long got = 0;
            try (Socket data = data("RETR " + name)) {
                InputStream in = data.getInputStream();
                byte[] piece = new byte[PIECE];
                for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                    got += n;
                }
            }
            expect("226");
            if (got != bytes) {
                throw new IOException(got + " bytes of " + name);
            }
        }

        @Override
        public void close() throws IOException {
            ask("221", "QUIT");
            control.close();
        }
    }

    /// Runs one of them and prints its figure.
    public static void main(String[] arguments) throws Exception {
        try {
            run(arguments[0], Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), arguments);
        } catch (Exception e) {
            give(e);
        }
    }

    /// Others may wait for what failed.
    private static void give(Exception up) {
        up.printStackTrace();
        System.exit(1);
    }

    private static void run(String what, int port, int number, String[] more) throws Exception {
        long bytes = more.length > 4 ? Long.parseLong(more[4]) : 0;
        switch (what) {
            case "logins" -> logins(port, number, Integer.parseInt(more[3]));
            case "store" -> stream(port, number, session -> session.store(more[3], bytes), bytes);
            case "fetch" -> stream(port, number, session -> session.fetch(more[3], bytes), bytes);
            case "crowd" -> crowd(port, number, more[3], bytes);
            case "hold" -> hold(port, number);
            default -> throw new IllegalArgumentException(what);
        }
    }

    private static void logins(int port, int seconds, int atOnce) throws Exception {
        LongAdder count = new LongAdder();
        long begun = System.nanoTime();
        long end = begun + seconds * 1_000_000_000L;
        together(atOnce, () -> {
            while (System.nanoTime() < end) {
                new Session(port).close();
                count.increment();
            }
            return null;
        });
        System.out.printf("%.1f%n", count.sum() / since(begun));
    }

    private interface Step {
        void run(Session session) throws IOException;
    }

    private static void stream(int port, int seconds, Step step, long bytes) throws IOException {
        try (Session session = new Session(port)) {
            session.ask("200", "TYPE I");
            long begun = System.nanoTime();
            int files = 0;
            while (files == 0 || since(begun) < seconds) {
                step.run(session);
                files++;
            }
            System.out.printf("%.1f%n", files * bytes / since(begun) / MB);
        }
    }

    /// They come one after the other, for that is not what is measured.
    private static void crowd(int port, int sessions, String name, long bytes) throws IOException {
        BlockingQueue<Session> all = new LinkedBlockingQueue<>();
        for (int i = 0; i < sessions; i++) {
            Session session = new Session(port);
            session.ask("200", "TYPE I");
            all.add(session);
        }
        long begun = System.nanoTime();
        together(sessions, () -> {
            all.take().fetch(name, bytes);
            return null;
        });
        System.out.printf("%.1f%n", sessions * bytes / since(begun) / MB);
    }

    private static void hold(int port, int sessions) throws IOException {
        List<Session> held = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            held.add(new Session(port));
        }
        System.out.println("connected");
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    private static void together(int count, Callable<Void> task) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                threads.execute(() -> {
                    try {
                        task.call();
                    } catch (Exception e) {
                        give(e);
                    }
                });
            }
        }
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
