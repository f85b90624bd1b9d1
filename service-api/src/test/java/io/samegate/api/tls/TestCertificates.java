package io.samegate.api.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates for tests, also such as no certificate authority should make. */
public record TestCertificates(X509Certificate certificate, PrivateKey key) {

    private static final AtomicLong SERIAL = new AtomicLong(1);

    /** What a certificate may be used for. */
    public enum Use {
        SERVER,
        CLIENT,
        AUTHORITY
    }

    public static TestCertificates authority(String name) {
        try {
            KeyPair keys = keys("EC");
            X500Name subject = new X500Name("CN=" + name);
            JcaX509v3CertificateBuilder builder = builder(subject, subject, keys, Duration.ofDays(1));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            return signed(builder, keys.getPrivate(), keys.getPrivate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An authority that this one vouches for. */
    public TestCertificates intermediate(String name) {
        return sign("CN=" + name, "EC", Use.AUTHORITY, Duration.ofDays(1));
    }

    public TestCertificates server(String algorithm, Duration lasts) {
        return sign("CN=server", algorithm, Use.SERVER, lasts);
    }

    /** @param subject such as {@code CN=jane,O=team} */
    public TestCertificates client(String subject, Duration lasts) {
        return sign(subject, "EC", Use.CLIENT, lasts);
    }

    /** What lasts less than no time has expired. */
    public TestCertificates sign(String subject, String algorithm, Use use, Duration lasts) {
        try {
            KeyPair keys = keys(algorithm);
            JcaX509v3CertificateBuilder builder = builder(
                    new X500Name(certificate.getSubjectX500Principal().getName()), new X500Name(subject), keys, lasts);
            switch (use) {
                case SERVER -> {
                    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.dNSName, "API.example.com"),
                        new GeneralName(GeneralName.dNSName, algorithm + ".example.com"),
                        new GeneralName(GeneralName.dNSName, "*.example.org")
                    }));
                    builder.addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
                }
                case AUTHORITY -> builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                case CLIENT ->
                    builder.addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            }
            return signed(builder, key, keys.getPrivate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    public byte[] certificatePem() {
        return pem(certificate);
    }

    /** As most tools write keys today. */
    public byte[] keyPem() {
        return pem(new PKCS8Generator(PrivateKeyInfo.getInstance(key.getEncoded()), null));
    }

    /** As openssl wrote keys for long: RSA PRIVATE KEY, EC PRIVATE KEY. */
    public byte[] oldKeyPem() {
        return pem(key);
    }

    private static KeyPair keys(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        return generator.generateKeyPair();
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, KeyPair keys, Duration lasts) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(SERIAL.getAndIncrement()),
                Date.from(now.minus(Duration.ofDays(2))),
                Date.from(now.plus(lasts)),
                subject,
                keys.getPublic());
    }

    private static TestCertificates signed(JcaX509v3CertificateBuilder builder, PrivateKey signing, PrivateKey own)
            throws GeneralSecurityException, OperatorCreationException {
        String algorithm = signing.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signing)));
        return new TestCertificates(certificate, own);
    }

    private static byte[] pem(Object what) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(what);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
