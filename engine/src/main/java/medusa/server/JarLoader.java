package medusa.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

/// Loads classes and resources from the copy of one JAR. Nobody knows it but the code that came through it: when that is
/// no longer in use it is collected as a whole.
///
/// Not a `URLClassLoader`: that wants a file, which would have to stay for as long as the code does, and whose descriptors
/// and caches outlive the code.
final class JarLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final String jar;
    private final Map<String, byte[]> entries;
    private final ProtectionDomain domain;

    /// @param jar what it is called in stacks
    JarLoader(String jar, Map<String, byte[]> entries, ClassLoader parent) {
        super("extensions/" + jar, parent);
        this.jar = jar;
        this.entries = entries;
        domain = new ProtectionDomain(new CodeSource(url(""), (Certificate[]) null), null, this, null);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = entries.get(name.replace('.', '/') + ".class");
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length, domain);
    }

    @Override
    protected URL findResource(String name) {
        return entries.containsKey(name) ? url(name) : null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL url = findResource(name);
        return Collections.enumeration(url == null ? List.of() : List.of(url));
    }

    private URL url(String entry) {
        try {
            return URL.of(new URI("medusa-extension", null, "/" + jar + "/" + entry, null), new Handler(entry));
        } catch (URISyntaxException | MalformedURLException e) {
            throw new IllegalStateException(e); // what is special in the path is escaped
        }
    }

    /// Opens an entry for whoever goes by its address, as `ServiceLoader` does.
    private final class Handler extends URLStreamHandler {
        private final String entry;

        Handler(String entry) {
            this.entry = entry;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    connected = true; // it is all here
                }

                @Override
                public InputStream getInputStream() throws IOException {
                    byte[] bytes = entries.get(entry);
                    if (bytes == null) {
                        throw new IOException("there is nothing at " + url);
                    }
                    return new ByteArrayInputStream(bytes);
                }
            };
        }
    }
}
