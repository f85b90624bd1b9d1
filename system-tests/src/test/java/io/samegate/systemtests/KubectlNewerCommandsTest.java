package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that kubectl 1.20 does not have. */
@WithNewerKubectls
class KubectlNewerCommandsTest extends KubectlCase {

    KubectlNewerCommandsTest(KubectlProgram program, Samegate samegate) {
        super(program, samegate);
    }

    @Test
    void eventsOfOneObjectAreShown() {
        // When
        kubectl.apply(Manifests.nodePort("web"));
        // Then
        Eventually.until(() -> kubectl.says("events", "--for=service/web").contains("PortAllocated"));
        assertThat(kubectl.says("events")).containsPattern("(?m)^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE *$");
    }

    @Test
    void theStatusAloneIsPatched() {
        // Given
        kubectl.apply(Manifests.nodePort("web"));
        String patch = """
                {"spec": {"selector": {"app": "ignored"}},
                 "status": {"conditions": [{"type": "example.com/Checked", "status": "True", "reason": "Test",
                   "message": "", "lastTransitionTime": "2024-01-01T00:00:00Z"}]}}""";
        // When
        String said = kubectl.says("patch", "service", "web", "--subresource=status", "--type=merge", "-p", patch);
        // Then
        assertThat(said).isEqualTo("service/web patched\n");
        assertThat(kubectl.says(
                        "get", "service", "web", "--subresource=status", "-o", "jsonpath={.status.conditions[*].type}"))
                .contains("example.com/Checked");
        assertThat(kubectl.says("get", "service", "web", "-o", "jsonpath={.spec.selector.app}"))
                .isEqualTo("webserver");
    }

    @Test
    void aFieldIsWaitedFor(@TempDir Path folder) throws IOException, InterruptedException {
        // Given
        kubectl.apply(Manifests.nodePort("web"));
        Process waiting = kubectl.command(
                        "wait", "--for=jsonpath={.spec.type}=ClusterIP", "service/web", "--timeout=60s")
                .start(folder.resolve("out"), folder.resolve("err"));
        assertThat(waiting.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
        // When
        kubectl.says("patch", "service", "web", "-p", "{\"spec\":{\"type\":\"ClusterIP\"}}");
        // Then
        assertThat(waiting.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("out")).hasContent("service/web condition met\n");
    }

    @Test
    void creationIsWaitedFor(@TempDir Path folder) throws IOException, InterruptedException {
        // Given
        Process waiting = kubectl.command("wait", "--for=create", "service/web", "--timeout=60s")
                .start(folder.resolve("out"), folder.resolve("err"));
        assertThat(waiting.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
        // When
        kubectl.apply(Manifests.nodePort("web"));
        // Then
        assertThat(waiting.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("out")).hasContent("service/web condition met\n");
    }

    @Test
    void resourcesAreListedByCategory() {
        // When
        String all = kubectl.says("api-resources", "--categories=all", "-o", "name");
        // Then
        assertThat(all.lines()).contains("services", "pods").doesNotContain("nodes");
    }

    @Test
    void whoAmIIsAnswered() {
        // When
        String said = kubectl.says("auth", "whoami");
        // Then
        assertThat(said).containsPattern("(?m)^ATTRIBUTE +VALUE$").containsPattern("(?m)^Username +\\S+$");
    }

    @Test
    void unknownFieldsAreRefusedWarnedOfOrIgnored() {
        // Given
        String odd = Manifests.nodePort("web").replace("  type:", "  colour: blue\n  type:");
        // When
        Command.Result strict =
                kubectl.command("create", "-f", "-", "--validate=strict").run(odd);
        Command.Result warn =
                kubectl.command("create", "-f", "-", "--validate=warn").run(odd);
        Command.Result ignore =
                kubectl.command("replace", "-f", "-", "--validate=ignore").run(odd);
        // Then
        assertThat(strict.exitCode()).isEqualTo(1);
        assertThat(strict.errors())
                .contains(
                        "Service in version \"v1\" cannot be handled as a Service: strict decoding error: unknown field"
                                + " \"spec.colour\"");
        assertThat(warn.mustSucceed().errors()).contains("Warning: unknown field \"spec.colour\"");
        assertThat(ignore.mustSucceed().errors()).isEmpty();
    }

    @Test
    void anApplyByTheServerKeepsManagersApart() {
        // Given
        kubectl.reads(Manifests.nodePort("web"), "apply", "--server-side", "-f", "-");
        // When
        kubectl.says("label", "service", "web", "by=label");
        // Then
        assertThat(kubectl.says("get", "service", "web", "-o", "yaml")).doesNotContain("managedFields");
        assertThat(kubectl.says("get", "service", "web", "-o", "yaml", "--show-managed-fields"))
                .contains("manager: kubectl\n")
                .contains("manager: kubectl-label\n")
                .contains("operation: Apply\n");
    }

    @Test
    void pruningDeletesWhatIsNoLongerInTheManifest() {
        // Given
        String[] prune = {"apply", "-f", "-", "--prune", "--all", "--prune-allowlist=core/v1/Service"};
        kubectl.reads(Manifests.nodePort("web") + "---\n" + Manifests.nodePort("old"), prune);
        // When
        String said = kubectl.reads(Manifests.nodePort("web"), prune);
        // Then
        assertThat(said).contains("service/web unchanged\n", "service/old pruned\n");
        assertThat(kubectl.says("get", "services", "-o", "name")).isEqualTo("service/web\n");
    }
}
