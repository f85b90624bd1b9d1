package io.samegate.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What an installation with TLS has on disk, all in {@code $SAMEGATE_HOME/tls}, readable by its owner alone: a certificate
 * authority, the API's certificate, the administrator's, a token file and a file of bindings. What is there is kept; what
 * ends within a month is made anew.
 */
final class TlsFolder {

    private static final Duration RENEW_BEFORE_END = Duration.ofDays(30);
    private static final String ADMIN = "admin";
    private static final String MASTERS = "system:masters";

    private final Path folder;

    TlsFolder(Path folder) {
        this.folder = folder;
    }

    Path authorityCertificate() {
        return folder.resolve("ca.crt");
    }

    Path serverCertificate() {
        return folder.resolve("server.crt");
    }

    Path serverKey() {
        return folder.resolve("server.key");
    }

    Path adminCertificate() {
        return folder.resolve("admin.crt");
    }

    Path adminKey() {
        return folder.resolve("admin.key");
    }

    Path tokens() {
        return folder.resolve("tokens.csv");
    }

    Path bindings() {
        return folder.resolve("bindings.yaml");
    }

    /** Makes what is missing, or renews it. */
    void prepare(Settings settings, Instant now) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Optional<Identity> kept = read("ca");
            boolean keep = kept.isPresent()
                    && kept.get().lasts(CertificateAuthority.LIFE_OF_SIGNED.plus(RENEW_BEFORE_END), now);
            CertificateAuthority authority = keep
                    ? new CertificateAuthority(kept.get())
                    : CertificateAuthority.create("samegate in " + settings.home(), now);
            if (!keep) {
                write("ca", authority.own());
            }
            Collection<String> names = names(settings);
            if (read("server")
                    .filter(found -> isGood(found, authority, now) && found.isFor(names))
                    .isEmpty()) {
                write("server", authority.server(names, now));
            }
            if (read(ADMIN).filter(found -> isGood(found, authority, now)).isEmpty()) {
                write(ADMIN, authority.client(ADMIN, List.of(MASTERS), now));
            }
            if (!Files.exists(tokens())) {
                write(tokens(), tokenFile());
            }
            if (!Files.exists(bindings())) {
                write(bindings(), template());
            }
        } catch (IOException e) {
            throw new UserError("Cannot write to " + folder + " (" + e + ").", e);
        }
    }

    /** A client certificate for somebody, valid for a year. */
    Identity client(String user, Collection<String> groups, Instant now) {
        return new CertificateAuthority(required("ca")).client(user, groups, now);
    }

    Identity admin() {
        return required(ADMIN);
    }

    Identity authority() {
        return required("ca");
    }

    /** Trusts this installation's certificate authority, and shows the administrator's certificate. */
    SSLContext asAdmin() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", authority().certificate());
            Identity admin = admin();
            store.setKeyEntry(ADMIN, admin.key(), new char[0], new Certificate[] {admin.certificate()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new UserError("The certificates in " + folder + " cannot be used (" + e.getMessage() + ").", e);
        }
    }

    /** By which the API can be reached from this machine, and by the names that Pods of a cluster know it by. */
    static Collection<String> names(Settings settings) {
        Collection<String> names = new TreeSet<>(List.of(
                "127.0.0.1",
                "localhost",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local"));
        settings.nodeAddresses().forEach(node -> names.add(node.address()));
        try {
            names.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException e) {
            // A machine that does not know its own name is reached by the others.
        }
        return names;
    }

    /** Writes a file that its owner alone may read, in one step. */
    static void write(Path file, String text) throws IOException {
        Path next = Files.createTempFile(
                file.getParent(),
                ".new",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(String name, Identity identity) throws IOException {
        write(folder.resolve(name + ".key"), identity.keyPem());
        write(folder.resolve(name + ".crt"), identity.certificatePem());
    }

    private static boolean isGood(Identity identity, CertificateAuthority authority, Instant now) {
        return identity.lasts(RENEW_BEFORE_END, now) && identity.isSignedBy(authority);
    }

    private Identity required(String name) {
        return read(name)
                .orElseThrow(() -> new UserError("There is no " + folder.resolve(name + ".crt")
                        + " with its key; ./samegate up --tls makes them."));
    }

    /** Empty if it is not there, or no longer what it was. */
    private Optional<Identity> read(String name) {
        try {
            return Optional.of(Identity.of(
                    Files.readString(folder.resolve(name + ".crt")), Files.readString(folder.resolve(name + ".key"))));
        } catch (IOException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static String tokenFile() {
        return token() + ",root,root,\"" + MASTERS + "\"\n" + token() + ",viewer,viewer,\"viewers\"\n";
    }

    private static String token() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static String template() throws IOException {
        try (InputStream in = TlsFolder.class.getResourceAsStream("bindings.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
