package io.samegate.launcher;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A certificate and the private key that goes with it, and both as PEM. */
record Identity(X509Certificate certificate, PrivateKey key) {

    private static final Set<Integer> DNS_OR_ADDRESS =
            Set.of(2, 7); // kinds of alternative names, as RFC 5280 counts them

    /** @throws GeneralSecurityException if they are not what {@link #certificatePem} and {@link #keyPem} gave, or not of one */
    static Identity of(String certificatePem, String keyPem) throws GeneralSecurityException {
        Identity identity = new Identity(certificate(certificatePem), key(keyPem));
        byte[] sample = {1, 2, 3};
        Signature signing = Signature.getInstance("SHA256withECDSA");
        signing.initSign(identity.key);
        signing.update(sample);
        Signature verifying = Signature.getInstance("SHA256withECDSA");
        verifying.initVerify(
                identity.certificate.getPublicKey()); // not the certificate: an authority may not sign data
        verifying.update(sample);
        if (!verifying.verify(signing.sign())) {
            throw new GeneralSecurityException("the key is not that of the certificate");
        }
        return identity;
    }

    private static X509Certificate certificate(String pem) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    static boolean isAddress(String name) {
        return name.matches("[0-9.]+") || name.contains(":");
    }

    String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that cannot be written", e);
        }
    }

    String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    boolean lasts(Duration atLeast, Instant now) {
        return now.plus(atLeast).isBefore(certificate.getNotAfter().toInstant());
    }

    boolean isSignedBy(CertificateAuthority authority) {
        try {
            certificate.verify(authority.own().certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    boolean isFor(Collection<String> names) {
        try {
            Set<String> own = new TreeSet<>();
            for (List<?> alternative : Optional.ofNullable(certificate.getSubjectAlternativeNames())
                    .orElse(List.of())) {
                if (DNS_OR_ADDRESS.contains(alternative.get(0))) {
                    own.add(String.valueOf(alternative.get(1)));
                }
            }
            return own.containsAll(names);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        try {
            String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not base64", e);
        }
    }

    private static String pem(String what, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }
}
