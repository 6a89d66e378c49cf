import java.nio.file.Path;

import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Jetty with TLS and a folder of files, for `compare.sh`: as it comes, but for the protocol and the cipher suite, which all
/// who are compared share.
///
///     java -cp 'JARS/*' JettyPeer.java ROOT KEYSTORE PASSWORD
///
/// Prints the port on which it listens.
public final class JettyPeer {
    private static final int BACKLOG = 4096;

    private JettyPeer() {}

    /// Serves until the process is killed.
    public static void main(String[] arguments) throws Exception {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(arguments[1]);
        tls.setKeyStorePassword(arguments[2]);
        tls.setIncludeProtocols("TLSv1.3");
        tls.setIncludeCipherSuites("TLS_AES_128_GCM_SHA256");

        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, tls, new HttpConnectionFactory(new HttpConfiguration()));
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);

        ResourceHandler files = new ResourceHandler();
        files.setBaseResource(ResourceFactory.of(files).newResource(Path.of(arguments[0])));
        server.setHandler(files);
        server.start();
        System.out.println("jetty " + Server.getVersion() + " listening on " + connector.getLocalPort());
        server.join();
    }
}
