package medusa.gui.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An address at which people find what is served.
record Link(String part, String url) {
    /// The best one first. The default ports need not be written.
    private static final Map<String, Integer> PARTS = Map.of("https", 443, "http", 80, "ftp", 21);
    private static final List<String> ORDER = List.of("https", "http", "ftp");

    /// @param listeners what the server has said: `http` → `[::]:8080`
    /// @param host      by which it is to be reached; what listens on this machine alone is shown with its own address
    static List<Link> of(Map<String, String> listeners, String host) {
        List<Link> links = new ArrayList<>();
        for (String part : ORDER) {
            String address = listeners.get(part);
            boolean leadsToHttps = part.equals("http") && listeners.containsKey("https");
            if (address != null && !leadsToHttps) {
                int colon = address.lastIndexOf(':');
                String at = address.startsWith("127.") ? "127.0.0.1" : bracketed(host);
                String port = address.substring(colon + 1);
                links.add(new Link(part, part + "://" + at
                        + (port.equals(String.valueOf(PARTS.get(part))) ? "" : ":" + port) + "/"));
            }
        }
        return links;
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /// Whether others than this machine can follow it.
    boolean isForOthers() { return !url.contains("://127.0.0.1"); }
}
