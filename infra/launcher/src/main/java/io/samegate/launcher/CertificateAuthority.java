package io.samegate.launcher;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs the certificates of one installation; all keys are of the curve P-256. Immutable. */
record CertificateAuthority(Identity own) {

    /** How long what it signs is valid. */
    static final Duration LIFE_OF_SIGNED = Duration.ofDays(365);

    private static final Duration LIFE = Duration.ofDays(3650);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    static CertificateAuthority create(String name, Instant now) {
        KeyPair keys = keys();
        X500Name subject = subject(name, List.of());
        JcaX509v3CertificateBuilder builder = builder(subject, subject, keys, now, LIFE);
        extend(builder, Extension.basicConstraints, true, new BasicConstraints(0));
        extend(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return new CertificateAuthority(new Identity(signed(builder, keys.getPrivate()), keys.getPrivate()));
    }

    /** @param names and addresses by which clients reach the server */
    Identity server(Collection<String> names, Instant now) {
        KeyPair keys = keys();
        JcaX509v3CertificateBuilder builder =
                builder(issuer(), subject("samegate", List.of()), keys, now, LIFE_OF_SIGNED);
        GeneralName[] alternatives = names.stream()
                .map(name ->
                        new GeneralName(Identity.isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        extend(builder, Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
        return issued(builder, keys, KeyPurposeId.id_kp_serverAuth);
    }

    /** A user and the groups they are in, as a Kubernetes API reads them off a certificate. */
    Identity client(String user, Collection<String> groups, Instant now) {
        KeyPair keys = keys();
        return issued(
                builder(issuer(), subject(user, groups), keys, now, LIFE_OF_SIGNED),
                keys,
                KeyPurposeId.id_kp_clientAuth);
    }

    private Identity issued(JcaX509v3CertificateBuilder builder, KeyPair keys, KeyPurposeId purpose) {
        extend(builder, Extension.basicConstraints, true, new BasicConstraints(false));
        extend(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        extend(builder, Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        return new Identity(signed(builder, own.key()), keys.getPrivate());
    }

    private X500Name issuer() {
        return X500Name.getInstance(own.certificate().getSubjectX500Principal().getEncoded());
    }

    private static X500Name subject(String name, Collection<String> groups) {
        X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
        groups.forEach(group -> builder.addRDN(BCStyle.O, group));
        return builder.addRDN(BCStyle.CN, name).build();
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, KeyPair keys, Instant now, Duration life) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, RANDOM),
                Date.from(now.minus(CLOCKS_DIFFER)),
                Date.from(now.plus(life)),
                subject,
                keys.getPublic());
    }

    private static void extend(
            JcaX509v3CertificateBuilder builder, ASN1ObjectIdentifier name, boolean critical, ASN1Encodable value) {
        try {
            builder.addExtension(name, critical, value);
        } catch (IOException e) {
            throw new IllegalStateException("a certificate cannot be written", e);
        }
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey key) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("this Java cannot sign with P-256", e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }
}
