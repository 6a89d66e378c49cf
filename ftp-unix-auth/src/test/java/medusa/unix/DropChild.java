package medusa.unix;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import com.sun.jna.NativeLibrary;

import medusa.auth.Access;
import medusa.auth.Privileges;
import medusa.auth.Privileges.Account;

/// The process that [DropTest] starts as root: it gives up root and tells, line by line, who it is then. An argument
/// is the user's name, the others are paths whose accessibility is foretold before and tried after.
final class DropChild {
    private static final int PR_SET_KEEPCAPS = 8;

    private DropChild() {}

    public static void main(String[] args) throws Exception {
        Privileges privileges = new UnixPrivileges();
        startThreads();
        try {
            Account account = privileges.account(args[0])
                    .orElseThrow(() -> new IOException("there is no user " + args[0]));
            if (Boolean.getBoolean("keep-capabilities")) {
                NativeLibrary.getProcess().getFunction("prctl").invokeInt(new Object[]{PR_SET_KEEPCAPS, 1, 0, 0, 0});
            }
            Access access = new Access(account);
            for (int i = 1; i < args.length; i++) {
                System.out.println("foretold " + args[i] + " " + access.read(Path.of(args[i])).isEmpty());
            }
            privileges.dropTo(account);
            System.out.println("dropped, root: " + privileges.root());
            startThreads(); // those of later must be no more than those of before
            report();
            for (int i = 1; i < args.length; i++) {
                System.out.println("tried " + args[i] + " " + Files.isReadable(Path.of(args[i])));
            }
            privileges.dropTo(account);
        } catch (IOException refused) {
            System.out.println("refused: " + refused.getMessage());
        }
        System.exit(0);
    }

    /// Threads in the states that a server's are in: in the kernel, waiting, and running.
    private static void startThreads() throws Exception {
        Selector selector = Selector.open();
        CountDownLatch running = new CountDownLatch(3);
        start("selecting", () -> {
            running.countDown();
            selector.select();
        });
        start("sleeping", () -> {
            running.countDown();
            Thread.sleep(60_000);
        });
        start("spinning", () -> {
            running.countDown();
            while (true) {
                Thread.onSpinWait();
            }
        });
        running.await();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void start(String name, Work work) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                work.run();
            } catch (Exception failure) {
                System.out.println("thread " + name + " failed: " + failure);
            }
        });
    }

    private static void report() throws Exception {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                StringBuilder line = new StringBuilder("task");
                Files.readString(task.resolve("status")).lines()
                        .filter(field -> field.matches("(Name|Uid|Gid|Groups|CapPrm|CapEff|CapAmb):.*"))
                        .forEach(field -> line.append(' ').append(field.strip().replaceAll("\\s+", ",")));
                System.out.println(line);
            }
        }
        System.out.println("setresuid(0,0,0) " + Libc.setresuid(0, 0, 0));
        System.out.println("setresgid(0,0,0) " + Libc.setresgid(0, 0, 0));
        System.out.println("setuid(0) " + NativeLibrary.getProcess().getFunction("setuid").invokeInt(new Object[]{0}));
        System.out.println("shadow " + Files.isReadable(Path.of("/etc/shadow")));
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            System.out.println("descriptors " + descriptors.iterator().hasNext());
        }
    }
}
