package medusa.server;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

import medusa.metrics.Printable;
import medusa.tls.TlsConfig;
import medusa.tls.TlsContext;
import medusa.tls.TlsException;
import medusa.tls.TlsIdentity;

/// What a start would find in the files of certificates and keys: all of it at once, and making nothing.
final class CertificateChecks {
    private final ServerConfig config;
    private final TlsConfig tls;
    private final InstantSource clock;
    private final BiConsumer<String, Supplier<String>> problems;
    private final Consumer<String> warnings;
    private boolean broken;

    /// @param problems takes the key and the text of each problem
    /// @param warnings takes what does not stop a start, one line each
    CertificateChecks(ServerConfig config, InstantSource clock, BiConsumer<String, Supplier<String>> problems,
            Consumer<String> warnings) {
        this.config = config;
        this.tls = Secured.tlsConfig(config);
        this.clock = clock;
        this.problems = problems;
        this.warnings = warnings;
    }

    void check() {
        if (!Secured.isWanted(config)) {
            if (!tls.selfSigned()) {
                warnings.accept("tls.certificates are not looked at while https.listen is \"off\"");
            }
            return;
        }
        List<TlsIdentity> identities = tls.selfSigned() ? own() : given();
        List<X509Certificate> authorities = authorities();
        if (!broken && !identities.isEmpty()) {
            together(identities, authorities);
        }
        if (!broken && !tls.selfSigned()) { // one of its own is made anew where anything is wrong with it
            tls.warnings(identities, clock.instant()).forEach(warnings);
        }
        if (!broken) {
            CertificateLog.idle(config, identities).forEach(warnings);
        }
    }

    private List<TlsIdentity> given() {
        List<TlsIdentity> identities = new ArrayList<>();
        for (int i = 0; i < tls.certificates().size(); i++) {
            try {
                identities.add(TlsIdentity.read(tls.certificates().get(i)));
            } catch (TlsException e) {
                problem(Keys.element("tls.certificates", i), e);
            }
        }
        return identities;
    }

    private List<TlsIdentity> own() {
        try {
            return tls.readOwn(Identity.owner(config)).stream().toList();
        } catch (StartException e) {
            return List.of(); // whose it must be is not known on this machine
        } catch (TlsException e) {
            problem(config.stateFolder().isPresent() ? "state-folder" : "https.listen", e);
            return List.of();
        }
    }

    private List<X509Certificate> authorities() {
        try {
            return tls.readAuthorities();
        } catch (TlsException e) {
            problem("tls.client-ca-file", e);
            return List.of();
        }
    }

    private void together(List<TlsIdentity> identities, List<X509Certificate> authorities) {
        try {
            TlsContext.of(tls.settings(), identities, authorities);
        } catch (TlsException e) {
            problem("tls", e);
        }
    }

    private void problem(String key, TlsException e) {
        broken = true;
        problems.accept(key, () -> Printable.line(e.getMessage()));
    }
}
