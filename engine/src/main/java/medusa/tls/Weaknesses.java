package medusa.tls;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What clients will not like about a certificate whatever the time: it is served all the same, since not every client looks.
final class Weaknesses {
    private static final int LEAST_RSA_BITS = 2048;

    private Weaknesses() {}

    /// @param chain what is sent, the server's own certificate first
    /// @param found everything in the file
    /// @return one line each, without the file's name
    static List<String> of(List<X509Certificate> chain, List<X509Certificate> found) {
        List<String> weaknesses = new ArrayList<>();
        X509Certificate leaf = chain.getFirst();
        // One that was signed by a root needs no other; but what a root is only the client knows.
        if (chain.size() == 1 && found.stream().noneMatch(other -> TlsIdentity.issued(other, leaf))) {
            weaknesses.add("the issuer's certificate (" + leaf.getIssuerX500Principal().getName()
                    + ") is not in the file; clients that do not have it refuse the server's");
        }
        for (X509Certificate one : chain) {
            String which = one == leaf
                    ? "the certificate"
                    : "the certificate of " + one.getSubjectX500Principal().getName();
            int bits = bits(one.getPublicKey());
            if (bits < LEAST_RSA_BITS) {
                weaknesses.add(which + " has an RSA key of " + bits + " bits; clients refuse less than "
                        + LEAST_RSA_BITS);
            }
            String signed = one.getSigAlgName().toUpperCase(Locale.ROOT);
            // Nobody looks at the signature of a certificate on itself.
            if ((signed.startsWith("SHA1") || signed.startsWith("MD")) && !TlsIdentity.root(one)) {
                weaknesses.add(which + " is signed by way of " + one.getSigAlgName() + ", which clients refuse");
            }
        }
        return weaknesses;
    }

    private static int bits(PublicKey key) {
        return key instanceof RSAKey rsa ? rsa.getModulus().bitLength() : Integer.MAX_VALUE;
    }
}
