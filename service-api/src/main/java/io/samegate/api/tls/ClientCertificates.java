package io.samegate.api.tls;

import io.samegate.api.core.access.Authenticator;
import io.samegate.api.core.access.Credentials;
import io.samegate.api.core.access.MalformedException;
import io.samegate.api.core.access.User;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Users by client certificates of a certificate authority: the common name is the user, the organizations are the groups.
 * A certificate is looked at once and remembered until it expires. There is no revocation: what was signed holds until
 * then, as in Kubernetes. Thread-safe.
 */
public final class ClientCertificates implements Authenticator {

    private static final int REMEMBERED = 1024;
    private static final Set<String> FOR_CLIENTS = Set.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0"); // client auth, any

    private record Remembered(User user, Instant until) {}

    private final Set<TrustAnchor> anchors;
    private final InstantSource clock;
    private final Map<X509Certificate, Remembered> remembered = new ConcurrentHashMap<>();

    private ClientCertificates(List<X509Certificate> authorities, InstantSource clock) {
        this.anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet());
        this.clock = clock;
    }

    /** @param pem the certificates of the authorities */
    public static ClientCertificates of(byte[] pem, InstantSource clock) throws MalformedException {
        return new ClientCertificates(Pem.certificates(pem), clock);
    }

    @Override
    public Finding check(Credentials credentials) {
        if (credentials.certificates().isEmpty()) {
            return new Finding.Silent();
        }
        X509Certificate own = credentials.certificates().getFirst();
        Instant now = clock.instant();
        Remembered known = remembered.get(own);
        if (known != null && now.isBefore(known.until())) {
            return new Finding.Known(known.user());
        }
        try {
            Remembered found = examine(credentials.certificates(), now);
            if (remembered.size() >= REMEMBERED) {
                remembered.clear();
            }
            remembered.put(own, found);
            return new Finding.Known(found.user());
        } catch (GeneralSecurityException | NamingException e) {
            return new Finding.Rejected("the client's certificate is not accepted: " + e.getMessage());
        }
    }

    private Remembered examine(List<X509Certificate> chain, Instant now)
            throws GeneralSecurityException, NamingException {
        X509Certificate own = chain.getFirst();
        List<String> purposes = own.getExtendedKeyUsage();
        if (purposes != null && purposes.stream().noneMatch(FOR_CLIENTS::contains)) {
            throw new GeneralSecurityException("it is not for clients");
        }
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(own);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        List<? extends Certificate> path = CertPathBuilder.getInstance("PKIX")
                .build(parameters)
                .getCertPath()
                .getCertificates();
        Instant until = own.getNotAfter().toInstant();
        for (Certificate certificate : path) {
            Instant end = ((X509Certificate) certificate).getNotAfter().toInstant();
            until = end.isBefore(until) ? end : until;
        }
        return new Remembered(user(own), until);
    }

    private static User user(X509Certificate certificate) throws NamingException {
        String name = "";
        List<String> groups = new ArrayList<>();
        for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
            for (Attribute attribute : Collections.list(part.toAttributes().getAll())) {
                if (attribute.get() instanceof String value) {
                    switch (attribute.getID()) {
                        case "CN" -> name = value;
                        case "O" -> groups.add(value);
                        default -> {
                            // Says nothing about who it is.
                        }
                    }
                }
            }
        }
        if (name.isEmpty()) {
            throw new InvalidNameException("its subject has no common name");
        }
        return User.authenticated(name, "", groups);
    }
}
