package medusa.server;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import medusa.reactor.Addresses;
import medusa.tls.TlsIdentity;

/// What the log says of the certificates that are served, and of settings that have no effect with them: each thing once, until
/// it changes. One thread at a time.
final class CertificateLog {
    private static final Logger log = LoggerFactory.getLogger(CertificateLog.class);
    /// Some certificates have a hundred names, and a line of the log should be read.
    private static final int MOST_NAMES = 8;

    private Set<String> told = Set.of();
    private Set<String> advised = Set.of();

    /// One line for each certificate that has not been told of.
    ///
    /// @return whether there was any
    boolean certificates(List<TlsIdentity> served) {
        Set<String> lines = new LinkedHashSet<>();
        for (TlsIdentity identity : served) {
            String line = line(identity);
            lines.add(line);
            if (!told.contains(line)) {
                // The fingerprint of a new one must be known to whoever is to accept it, also where the log is quiet.
                log.atLevel(identity.justMade() ? Level.WARN : Level.INFO).log("https: {}", line);
            }
        }
        boolean some = !told.containsAll(lines);
        told = lines;
        return some;
    }

    private static String line(TlsIdentity identity) {
        List<String> names = new ArrayList<>(new TreeSet<>(identity.names().hosts()));
        names.addAll(identity.names().addresses().stream().map(Addresses::text).sorted().toList());
        String more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
        String shown = names.isEmpty()
                ? "no name"
                : names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")) + more;
        return identity.path() + ": " + (identity.justMade() ? "made just now, " : "")
                + (identity.selfSigned() ? "signed by itself, so that browsers warn; " : "") + "for " + shown
                + "; valid until "
                + identity.ends() + "; SHA-256 fingerprint " + identity.fingerprint();
    }

    /// What has no effect and has not been said.
    void advice(ServerConfig config, List<TlsIdentity> served) {
        Set<String> advice = Set.copyOf(idle(config, served));
        advice.stream().filter(line -> !advised.contains(line)).forEach(log::warn);
        advised = advice;
    }

    /// The settings that have no effect as things are, one line each.
    ///
    /// @param identities what is served; may be empty if that is not known
    static List<String> idle(ServerConfig config, List<TlsIdentity> identities) {
        List<String> advice = new ArrayList<>();
        if (config.https().redirect() && config.http().listen().off()) {
            advice.add("https.redirect has no effect while http.listen is \"off\"");
        }
        if (!config.https().hsts().isZero() && !identities.isEmpty()
                && identities.stream().allMatch(TlsIdentity::selfSigned)) {
            advice.add("https.hsts has no effect with a certificate signed by itself: browsers heed it only where they"
                    + " trust the certificate");
        }
        return advice;
    }
}
