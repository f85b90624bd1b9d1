package io.samegate.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.samegate.api.tls.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Certificates, tokens and bindings for as long as the tests run; whoever they are for finds them in a folder. */
public final class Secured implements QuarkusTestResourceLifecycleManager {

    /** The property that names the folder. */
    static final String FOLDER = "test.secured.folder";

    static final String TOKENS = """
            token-of-admin,root,1,"system:masters"
            token-of-editor,eve,2,"shop-team"
            token-of-viewer,vic,3
            token-of-nobody,nina,4
            token-of-changer,carl,5
            """;

    static final String BINDINGS = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: editors, namespace: default}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
            subjects:
            - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: shop-team}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: viewers}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
            subjects:
            - {apiGroup: rbac.authorization.k8s.io, kind: User, name: vic}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: changer}
            rules:
            - {apiGroups: [""], resources: [services, endpoints], verbs: [patch, update]}
            - {apiGroups: [""], resources: [pods, pods/status], verbs: [watch]}
            - {nonResourceURLs: ["*"], verbs: [get]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: changers}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: changer}
            subjects:
            - {apiGroup: rbac.authorization.k8s.io, kind: User, name: carl}
            """;

    private static final Duration A_DAY = Duration.ofDays(1);

    private Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("service-api-secured");
            TestCertificates authority = TestCertificates.authority("test");
            TestCertificates stranger = TestCertificates.authority("stranger");
            TestCertificates server = authority.server("EC", A_DAY);
            Files.write(folder.resolve("ca.pem"), authority.certificatePem());
            Files.write(folder.resolve("server.pem"), server.certificatePem());
            Files.write(folder.resolve("server.key"), server.keyPem());
            TestCertificates next = authority.server("RSA", A_DAY);
            Files.write(folder.resolve("next.pem"), next.certificatePem());
            Files.write(folder.resolve("next.key"), next.keyPem());
            store("member", authority.client("CN=max,O=shop-team,O=others", A_DAY));
            store("expired", authority.client("CN=max,O=shop-team", Duration.ofHours(-1)));
            store("stranger", stranger.client("CN=max,O=shop-team", A_DAY));
            store("server", authority.server("EC", A_DAY));
            Files.writeString(folder.resolve("tokens.csv"), TOKENS);
            Files.writeString(folder.resolve("bindings.yaml"), BINDINGS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return Map.of(
                FOLDER,
                folder.toString(),
                "samegate.api.tls.certificate",
                file("server.pem"),
                "samegate.api.tls.key",
                file("server.key"),
                "samegate.api.access.token-file",
                file("tokens.csv"),
                "samegate.api.access.client-ca",
                file("ca.pem"),
                "samegate.api.access.bindings",
                file("bindings.yaml"));
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void store(String name, TestCertificates client) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(name, client.key(), new char[0], new Certificate[] {client.certificate()});
        try (var out = Files.newOutputStream(folder.resolve(name + ".p12"))) {
            store.store(out, new char[0]);
        }
    }
}
