package io.samegate.api.tls;

import io.samegate.api.core.access.MalformedException;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates as PEM text. Stateless. */
final class Pem {

    private Pem() {}

    /** At least one, in the order they stand in. */
    static List<X509Certificate> certificates(byte[] pem) throws MalformedException {
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new MalformedException(
                        "there is no certificate in it (expected: PEM, -----BEGIN CERTIFICATE-----)");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new MalformedException("there is no readable certificate in it: " + e.getMessage());
        }
    }
}
