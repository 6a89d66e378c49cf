/// The Medusa server without any window: reactor, producers, HTTP, FTP, monitor and the command line.
module medusa.engine {
    requires transitive org.slf4j;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires info.picocli;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.dataformat.toml;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires java.compiler;
    requires java.management;
    requires java.net.http; // tells others what happens over FTP
    requires jdk.jshell; // the monitor's interpreter
    requires jdk.net; // who is at the other end of a Unix-domain socket
    requires jdk.unsupported; // signals: SIGTERM must end in exit status 0

    exports medusa.auth;
    exports medusa.filesystem;
    exports medusa.ftp;
    exports medusa.http;
    exports medusa.http.extension;
    exports medusa.interpreter;
    exports medusa.log;
    exports medusa.metrics;
    exports medusa.monitor;
    exports medusa.producer;
    exports medusa.reactor;
    exports medusa.server;
    exports medusa.state; // for the window, which keeps files of its own
    exports medusa.tls;

    uses medusa.auth.Privileges;
    uses medusa.http.ExtensionType;
    uses medusa.server.ConsoleWindow;
}
