package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people type at Services, Pods and Nodes, with every real kubectl there is. */
@ExtendWith(SharedInstallation.class)
class KubectlCommandsTest {

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: by-hand
              labels: {app: by-hand}
            spec:
              containers:
              - name: web
                image: web
                ports: [{containerPort: 80}]
            status: {podIP: 10.20.30.40, hostIP: 10.20.30.1}
            """;

    private final Samegate samegate;

    KubectlCommandsTest(Samegate samegate) {
        this.samegate = samegate;
    }

    static List<Path> kubectls() {
        return Kubectl.programs();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("kubectls")
    void describeServiceShowsItsEndpointsAndEvents(Path program) {
        // Given
        Kubectl kubectl = Kubectl.of(program, samegate);
        kubectl.command("apply", "-f", "-").run(Manifests.nodePort("described")).mustSucceed();
        // When, Then
        Eventually.until(() -> {
            String described = kubectl.run("describe", "service", "described")
                    .mustSucceed()
                    .output();
            return described.contains("127.0.0.1:" + samegate.podPort()) && described.contains("PortAllocated");
        });
        kubectl.run("delete", "service", "described").mustSucceed();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("kubectls")
    void podsAreAppliedShownAndDeleted(Path program) {
        // Given
        Kubectl kubectl = Kubectl.of(program, samegate);
        // When, Then
        assertThat(kubectl.command("apply", "-f", "-").run(POD).mustSucceed().output())
                .isEqualTo("pod/by-hand created\n");
        Eventually.until(() -> kubectl.run("get", "pod", "by-hand")
                .output()
                .lines()
                .anyMatch(line -> line.matches("by-hand +1/1 +Running +0 +\\d+s")));
        assertThat(kubectl.run("get", "pods", "-o", "wide", "-l", "app=by-hand").output())
                .contains("10.20.30.40");
        assertThat(kubectl.run("get", "pod", "by-hand", "-o", "yaml").output()).contains("podIP: 10.20.30.40");
        assertThat(kubectl.run("delete", "pod", "by-hand", "--grace-period=0", "--force")
                        .mustSucceed()
                        .output())
                .contains("pod \"by-hand\"");
        assertThat(kubectl.run("get", "pod", "by-hand").all()).contains("(NotFound)");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("kubectls")
    void aWatchPrintsEveryChange(Path program, @TempDir Path folder) throws IOException {
        // Given
        Kubectl kubectl = Kubectl.of(program, samegate);
        Path out = folder.resolve("out");
        Process watch = kubectl.command("get", "services", "-w", "--output-watch-events")
                .start(out, folder.resolve("err"));
        Eventually.until(() -> Files.readString(out).contains("kubernetes"));
        try {
            // When
            kubectl.command("apply", "-f", "-")
                    .run(Manifests.nodePort("watched"))
                    .mustSucceed();
            kubectl.run("delete", "service", "watched").mustSucceed();
            // Then
            Eventually.until(() -> {
                String seen = Files.readString(out);
                return seen.matches("(?s).*ADDED +watched .*DELETED +watched .*");
            });
        } finally {
            watch.destroy();
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("kubectls")
    void mistakesAreToldInKubernetesWords(Path program) {
        // Given
        Kubectl kubectl = Kubectl.of(program, samegate);
        // When
        Command.Result outOfRange = kubectl.command("apply", "-f", "-").run(Manifests.nodePort("wrong", 29999));
        // Then
        assertThat(outOfRange.exitCode()).isEqualTo(1);
        assertThat(outOfRange.errors())
                .contains(
                        "The Service \"wrong\" is invalid: spec.ports[0].nodePort: Invalid value: 29999: provided port is"
                                + " not in the valid range. The range of valid ports is 30000-32767");
        assertThat(kubectl.run("get", "service", "wrong").errors())
                .contains("Error from server (NotFound): services \"wrong\" not found");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("kubectls")
    void namespacesAreCreatedUsedAndDeletedWithTheirContents(Path program) {
        // Given
        Kubectl kubectl = Kubectl.of(program, samegate);
        String namespace = """
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop}
                ---
                """;
        // When
        Command.Result applied = kubectl.command("apply", "-f", "-")
                .run(namespace
                        + Manifests.nodePort("web").replace("  name: web\n", "  name: web\n  namespace: shop\n"));
        // Then
        assertThat(applied.mustSucceed().output()).contains("namespace/shop created", "service/web created");
        assertThat(kubectl.run("get", "services", "-A").output()).containsPattern("(?m)^shop +web ");
        kubectl.run("delete", "namespace", "shop").mustSucceed();
        assertThat(kubectl.run("get", "services", "-n", "shop").all()).contains("No resources found");
        assertThat(kubectl.run("get", "namespace", "shop").errors()).contains("NotFound");
    }
}
