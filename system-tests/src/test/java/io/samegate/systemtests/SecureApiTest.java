package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An installation that speaks TLS and asks who comes, as a real kubectl sees it. */
class SecureApiTest {

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: %s, namespace: %s}
            spec: {type: NodePort, selector: {app: web}, ports: [{port: 80}]}
            """;

    private static Samegate samegate;

    /** A kubectl that is whoever its kubeconfig says. */
    private record Client(Path program, Path kubeconfig) {

        Command command(String... arguments) {
            return Command.of(List.of(program.toString(), "--cache-dir=" + kubeconfig + "-cache" + program))
                    .with(arguments)
                    .withEnvironment(Map.of("KUBECONFIG", kubeconfig.toString()))
                    .in(Samegate.ROOT);
        }

        Command.Result run(String... arguments) {
            return command(arguments).run();
        }
    }

    @BeforeAll
    static void start() {
        samegate = Samegate.installation(Map.of("SAMEGATE_NODES", "1"));
        samegate.command("demo", "--tls").run().mustSucceed();
    }

    @AfterAll
    static void stop() {
        samegate.close();
    }

    static List<Path> kubectls() {
        return KubectlProgram.generations().stream().map(KubectlProgram::path).toList();
    }

    @Test
    void nobodyElseOnTheMachineMayReadTheSecrets() throws IOException {
        try (Stream<Path> files = Files.walk(samegate.home().resolve("tls"))) {
            for (Path file : files.toList()) {
                assertThat(Files.getPosixFilePermissions(file))
                        .as(file.toString())
                        .allMatch(SecureApiTest::isOwners);
            }
        }
        assertThat(Files.getPosixFilePermissions(samegate.kubeconfig())).allMatch(SecureApiTest::isOwners);
    }

    @Test
    void laterCommandsKnowThatItSpeaksTls() {
        assertThat(samegate.command("status").run().mustSucceed().output()).contains("service-api");
        samegate.command("pods").run().mustSucceed();
        String before = read(samegate.home().resolve("tls/server.crt"));
        samegate.command("up").run().mustSucceed();
        assertThat(read(samegate.home().resolve("tls/server.crt"))).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("kubectls")
    void theAdministratorMayDoEverything(Path program) {
        Client kubectl = new Client(program, samegate.kubeconfig());
        apply(kubectl, "admins", "default");
        assertThat(kubectl.run("get", "nodes").mustSucceed().output()).contains("node1");
        assertThat(kubectl.run("auth", "can-i", "delete", "nodes").mustSucceed().output())
                .contains("yes");
        String address = "jsonpath={.endpoints[0].addresses[0]}:{.ports[0].port}/{.ports[0].name}";
        assertThat(kubectl.run("get", "endpointslices", "kubernetes", "-o", address)
                        .mustSucceed()
                        .output())
                .isEqualTo("127.0.0.1:" + samegate.apiPort() + "/https");
        assertThat(kubectl.run("get", "svc", "kubernetes", "-o", "jsonpath={.spec.ports[0].name}")
                        .mustSucceed()
                        .output())
                .isEqualTo("https");
        kubectl.run("delete", "svc", "admins").mustSucceed();
    }

    @ParameterizedTest
    @MethodSource("kubectls")
    void theAuditNamesWhoAsked(Path program) {
        Client kubectl = new Client(program, samegate.kubeconfig());
        apply(kubectl, "audited", "default");
        String users = "jsonpath={.items[?(@.involvedObject.name=='audited')].metadata.annotations.samegate\\.io/user}";
        Eventually.until(() ->
                kubectl.run("get", "events", "-o", users).mustSucceed().output().contains("admin"));
        kubectl.run("delete", "svc", "audited").mustSucceed();
    }

    @ParameterizedTest
    @MethodSource("kubectls")
    void aUserOfACertificateMayWhatIsBoundToItsGroup(Path program) {
        Client kubectl = as(program, "eve", "editors");
        apply(kubectl, "eves", "default");
        assertThat(kubectl.run("auth", "can-i", "create", "services")
                        .mustSucceed()
                        .output())
                .contains("yes");
        assertThat(kubectl.run("auth", "can-i", "create", "services", "-n", "kube-system")
                        .output())
                .contains("no");
        kubectl.run("delete", "svc", "eves").mustSucceed();
        Command.Result refused = kubectl.run("create", "namespace", "eves");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors())
                .contains("Error from server (Forbidden)")
                .contains(
                        "namespaces is forbidden: User \"eve\" cannot create resource \"namespaces\" in API group \"\""
                                + " at the cluster scope");
        assertThat(kubectl.run("get", "nodes").errors())
                .contains("nodes is forbidden: User \"eve\" cannot list resource \"nodes\" in API group \"\" at the"
                        + " cluster scope");
        assertThat(kubectl.run("get", "svc", "-A").errors())
                .contains(
                        "services is forbidden: User \"eve\" cannot list resource \"services\" in API group \"\" at the"
                                + " cluster scope");
    }

    @ParameterizedTest
    @MethodSource("kubectls")
    void aUserOfATokenMayWhatIsBoundToItsGroup(Path program) {
        Client kubectl = withToken(program, tokenOf("viewer"));
        assertThat(kubectl.run("get", "svc", "-A").mustSucceed().output()).contains("kubernetes");
        Command.Result refused = create(kubectl, "viewers", "default");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors())
                .contains("services is forbidden: User \"viewer\" cannot create resource \"services\" in API group \"\""
                        + " in the namespace \"default\"");
        assertThat(kubectl.run("delete", "svc", "kubernetes").errors())
                .contains("services \"kubernetes\" is forbidden: User \"viewer\" cannot delete resource \"services\" in"
                        + " API group \"\" in the namespace \"default\"");
        assertThat(kubectl.run("auth", "can-i", "create", "services").output()).contains("no");
        assertThat(kubectl.run("auth", "can-i", "list", "pods", "-A")
                        .mustSucceed()
                        .output())
                .contains("yes");
        assertThat(kubectl.run("auth", "can-i", "--list").mustSucceed().output())
                .contains("services");
    }

    @ParameterizedTest
    @MethodSource("kubectls")
    void whoeverIsNotKnownIsNotLetIn(Path program) {
        Command.Result refused = withToken(program, "wrong").run("get", "svc");
        assertThat(refused.exitCode()).isEqualTo(1);
        // What follows is the reason; who asks for the API first has words of its own for it.
        assertThat(refused.errors()).contains("error: You must be logged in to the server (");
    }

    @ParameterizedTest
    @MethodSource("kubectls")
    void nobodyIsTakenForSomebodyElse(Path program) {
        Command.Result refused = new Client(program, samegate.kubeconfig()).run("get", "svc", "--as=viewer");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors()).contains("User \"admin\" cannot impersonate resource \"users\"");
    }

    private static void apply(Client kubectl, String name, String namespace) {
        create(kubectl, name, namespace).mustSucceed();
    }

    private static Command.Result create(Client kubectl, String name, String namespace) {
        return kubectl.command("apply", "-f", "-").run(SERVICE.formatted(name, namespace));
    }

    private static Client as(Path program, String user, String group) {
        Command.Result result = samegate.command("kubeconfig", "--user", user, "--group", group)
                .run()
                .mustSucceed();
        return new Client(program, Path.of(result.output().strip().replace("export KUBECONFIG=", "")));
    }

    /** A kubeconfig that knows the certificate authority, and shows this token. */
    private static Client withToken(Path program, String token) {
        try {
            Path file = Files.createTempFile(samegate.home(), "kubeconfig-token", "");
            String authority = samegate.home().resolve("tls/ca.crt").toString();
            Files.writeString(file, """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: c, cluster: {server: "%s", certificate-authority: "%s"}}]
                    users: [{name: u, user: {token: "%s"}}]
                    contexts: [{name: x, context: {cluster: c, user: u}}]
                    current-context: x
                    """.formatted("https://127.0.0.1:" + samegate.apiPort(), authority, token));
            return new Client(program, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tokenOf(String user) {
        return read(samegate.home().resolve("tls/tokens.csv"))
                .lines()
                .map(line -> line.split(",", -1))
                .filter(fields -> fields[1].equals(user))
                .map(fields -> fields[0])
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOwners(PosixFilePermission permission) {
        return Set.of("OWNER_READ", "OWNER_WRITE", "OWNER_EXECUTE").contains(permission.name());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
