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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Users by client certificates of a certificate authority: the common name is the user, the organizations are the groups.
 * A certificate is looked at once and remembered until it expires. There is no revocation: what was signed holds until
 * then, as in Kubernetes. What is not accepted is remembered for a short while, apart from the others: strangers neither
 * keep this busy with one certificate nor drive out who is known. Thread-safe.
 */
public final class ClientCertificates implements Authenticator {

    private static final int REMEMBERED = 1024;
    private static final int REJECTIONS = 128; // each holds a chain a stranger made
    private static final Duration REJECTED_FOR = Duration.ofMinutes(1);
    private static final int LONGEST_CHAIN = 5; // the client's own, three between, the authority's
    private static final int MOST_BETWEEN = 3;
    private static final Set<String> FOR_CLIENTS = Set.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0"); // client auth, any

    private record Remembered(Finding finding, Instant until) {}

    private final Set<TrustAnchor> anchors;
    private final InstantSource clock;
    private final Recent<X509Certificate, Remembered> accepted = new Recent<>(REMEMBERED);
    private final Recent<List<X509Certificate>, Remembered> rejected = new Recent<>(REJECTIONS);

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
        List<X509Certificate> chain = credentials.certificates();
        if (chain.size() > LONGEST_CHAIN) {
            return rejection(chain.size() + " certificates are shown (expected: at most " + LONGEST_CHAIN + ")");
        }
        Instant now = clock.instant();
        return accepted.get(chain.getFirst())
                .filter(known -> now.isBefore(known.until()))
                .or(() -> rejected.get(chain).filter(known -> now.isBefore(known.until())))
                .orElseGet(() -> looked(chain, now))
                .finding();
    }

    private Remembered looked(List<X509Certificate> chain, Instant now) {
        try {
            Remembered found = examine(chain, now);
            accepted.put(chain.getFirst(), found);
            return found;
        } catch (GeneralSecurityException | NamingException e) {
            Remembered found = new Remembered(rejection(e.getMessage()), now.plus(REJECTED_FOR));
            rejected.put(chain, found);
            return found;
        }
    }

    private static Finding rejection(String why) {
        return new Finding.Rejected("the client's certificate is not accepted: " + why);
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
        parameters.setMaxPathLength(MOST_BETWEEN);
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
        return new Remembered(new Finding.Known(user(own)), until);
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
