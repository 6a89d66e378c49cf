package medusa.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/// Chooses the certificate by the name that the client asks for (RFC 6066 §3): those that name it exactly, else those with a
/// wildcard for it, else the default. JSSE asks for one kind of key after another, as the client can use them; so a name may
/// have both an RSA and an ECDSA certificate. The first one configured wins where several would do.
///
/// A client that asks for an unknown name, or for none, gets the default, which is the first one configured and those of other
/// kinds for exactly the same names. It is the client that knows whom it wants to talk to; an alert instead would tell it less.
final class IdentityChooser extends X509ExtendedKeyManager {
    private final List<TlsIdentity> identities;
    /// By host name or `*.name`, in the order of the configuration. An alias is the index of an identity.
    private final Map<String, List<Integer>> byName = new HashMap<>();
    private final List<Integer> byDefault = new ArrayList<>();

    IdentityChooser(List<TlsIdentity> identities) {
        this.identities = List.copyOf(identities);
        for (int i = 0; i < identities.size(); i++) {
            CertificateNames names = identities.get(i).names();
            for (String host : names.hosts()) {
                byName.computeIfAbsent(host, _ -> new ArrayList<>()).add(i);
            }
            if (names.equals(identities.getFirst().names())) {
                byDefault.add(i);
            }
        }
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        OptionalInt first = candidates(requested(engine)).stream().mapToInt(Integer::intValue)
                .filter(i -> identities.get(i).keyType().equals(keyType)).findFirst();
        return first.isPresent() ? Integer.toString(first.getAsInt()) : null;
    }

    private List<Integer> candidates(Optional<String> name) {
        return name.map(byName::get)
                .or(() -> name.flatMap(CertificateNames::wildcard).map(byName::get))
                .orElse(byDefault);
    }

    private static Optional<String> requested(SSLEngine engine) {
        if (engine != null && engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return Optional.of(CertificateNames.normal(host.getAsciiName()));
                }
            }
        }
        return Optional.empty();
    }

    /// A client has one certificate at most, and shows it to whoever asks for its kind.
    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        for (String keyType : keyTypes) {
            String[] aliases = getClientAliases(keyType, issuers);
            if (aliases != null) {
                return aliases[0];
            }
        }
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identities.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identities.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        List<String> aliases = new ArrayList<>();
        for (int i = 0; i < identities.size(); i++) {
            if (identities.get(i).keyType().equals(keyType)) {
                aliases.add(Integer.toString(i));
            }
        }
        return aliases.isEmpty() ? null : aliases.toArray(String[]::new);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return getClientAliases(keyType, issuers);
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }
}
