package io.samegate.api.tls;

import io.samegate.api.core.access.MalformedException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate and the private key that goes with it, as this server shows itself. Immutable.
 *
 * @param keys hands both to TLS
 * @param certificate the server's own, without those that signed it
 * @param names the names and addresses the certificate is for, in lower case, without patterns
 */
public record ServerIdentity(X509ExtendedKeyManager keys, X509Certificate certificate, Set<String> names) {

    private static final Set<Integer> DNS_OR_ADDRESS =
            Set.of(2, 7); // kinds of alternative names, as RFC 5280 counts them

    public ServerIdentity {
        names = Set.copyOf(names);
    }

    /**
     * @param certificates the server's own with those that signed it, PEM
     * @param key the private key, PEM
     * @throws MalformedException if either is not that, or they do not belong together
     */
    public static ServerIdentity of(byte[] certificates, byte[] key) throws MalformedException {
        X509Certificate certificate = Pem.certificates(certificates).getFirst();
        PemKeyCertOptions options = new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(certificates))
                .addKeyValue(Buffer.buffer(Sec1.toPkcs8(key, certificate.getPublicKey())));
        X509ExtendedKeyManager keys = keys(options);
        if (!belongTogether(keys, certificate)) {
            throw new MalformedException("the private key is not that of the certificate");
        }
        return new ServerIdentity(keys, certificate, names(certificate));
    }

    private static Set<String> names(X509Certificate certificate) {
        Set<String> names = new TreeSet<>();
        try {
            Collection<List<?>> alternatives = Optional.ofNullable(certificate.getSubjectAlternativeNames())
                    .orElse(List.of());
            for (List<?> alternative : alternatives) {
                String name = String.valueOf(alternative.get(1));
                if (DNS_OR_ADDRESS.contains(alternative.get(0)) && !name.contains("*")) {
                    names.add(name.toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException e) {
            return Set.of(); // names that cannot be read are no names
        }
        return names;
    }

    /** What an operator should know about the time the certificate is for; empty if all is well. */
    public Optional<String> warning(Instant now) {
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return Optional.of("the server's certificate has expired on "
                    + certificate.getNotAfter().toInstant() + ", clients will not accept it");
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return Optional.of("the server's certificate is not valid before "
                    + certificate.getNotBefore().toInstant() + ", clients will not accept it");
        }
        return Optional.empty();
    }

    private static X509ExtendedKeyManager keys(PemKeyCertOptions options) throws MalformedException {
        try {
            return Arrays.stream(options.getKeyManagerFactory(null).getKeyManagers())
                    .filter(X509ExtendedKeyManager.class::isInstance)
                    .map((KeyManager manager) -> (X509ExtendedKeyManager) manager)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no key manager for X.509 in this Java"));
        } catch (Exception e) {
            throw new MalformedException(
                    "the private key cannot be used (expected: PEM, not encrypted, that of the certificate): "
                            + e.getMessage());
        }
    }

    /** What the one signs, the other must verify. */
    private static boolean belongTogether(X509ExtendedKeyManager keys, X509Certificate certificate) {
        try {
            PrivateKey key = keys.getPrivateKey(aliasOf(keys, certificate));
            String algorithm = switch (certificate.getPublicKey().getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                case String other -> other;
            };
            byte[] sample = {1, 2, 3};
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(sample);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(sample);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String aliasOf(X509ExtendedKeyManager keys, X509Certificate certificate) {
        String[] aliases = keys.getServerAliases(certificate.getPublicKey().getAlgorithm(), null);
        return aliases == null || aliases.length == 0 ? "" : aliases[0];
    }
}
