package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changing a Service that is there: {@code patch}, {@code edit}, {@code label}, {@code replace} and their like. */
@WithEveryKubectl
class KubectlEditTest extends KubectlCase {

    KubectlEditTest(KubectlProgram program, Samegate samegate) {
        super(program, samegate);
    }

    @BeforeEach
    void aService() {
        kubectl.apply(Manifests.nodePort("web"));
    }

    @Test
    void aStrategicPatchMergesPortsByTheirNumber() {
        // When
        String said = kubectl.says(
                "patch", "service", "web", "-p", "{\"spec\":{\"ports\":[{\"port\":9090,\"name\":\"more\"}]}}");
        // Then
        assertThat(said).isEqualTo("service/web patched\n");
        assertThat(kubectl.says("get", "service", "web", "-o", "jsonpath={.spec.ports[*].port}"))
                .contains("8080")
                .contains("9090");
    }

    @Test
    void aMergePatchReplacesLists() {
        // When
        String said = kubectl.says(
                "patch", "service", "web", "--type=merge", "-p", "{\"spec\":{\"ports\":[{\"port\":9090}]}}");
        // Then
        assertThat(said).isEqualTo("service/web patched\n");
        assertThat(kubectl.says("get", "service", "web", "-o", "jsonpath={.spec.ports[*].port}"))
                .isEqualTo("9090");
    }

    @Test
    void aJsonPatchDoesItsSteps() {
        // When
        String said = kubectl.says("patch", "service", "web", "--type=json", "-p", """
                [{"op": "test", "path": "/spec/ports/0/port", "value": 8080},
                 {"op": "replace", "path": "/spec/ports/0/port", "value": 9090}]""");
        Command.Result untrue = kubectl.run(
                "patch",
                "service",
                "web",
                "--type=json",
                "-p",
                "[{\"op\":\"test\",\"path\":\"/spec/ports/0/port\",\"value\":1}]");
        // Then
        assertThat(said).isEqualTo("service/web patched\n");
        assertThat(kubectl.says("get", "service", "web")).contains("9090:");
        assertThat(untrue.exitCode()).isEqualTo(1);
    }

    @Test
    void aPatchThatChangesNothingSaysSo() {
        // Given
        String before =
                kubectl.object("service", "web").at("/metadata/resourceVersion").asText();
        // When
        String said = kubectl.says("patch", "service", "web", "-p", "{\"spec\":{\"type\":\"NodePort\"}}");
        // Then
        assertThat(said).isEqualTo("service/web patched (no change)\n");
        assertThat(kubectl.object("service", "web")
                        .at("/metadata/resourceVersion")
                        .asText())
                .isEqualTo(before);
    }

    @Test
    void aPatchMayBeTriedWithoutEffect() {
        // When
        Command.Result tried = kubectl.run(
                "patch", "service", "web", "--dry-run=server", "-p", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        // Then
        assertThat(tried.mustSucceed().output()).startsWith("service/web patched");
        assertThat(kubectl.object("service", "web").at("/metadata/labels").isMissingNode())
                .isTrue();
    }

    @Test
    void anEditorChangesTheObject() {
        // Given
        Command edit = kubectl.command("edit", "service", "web");
        // When
        Command.Result edited = edit.withEnvironment(Map.of("KUBE_EDITOR", "sed -i s/8080/9090/"))
                .run();
        Command.Result untouched =
                edit.withEnvironment(Map.of("KUBE_EDITOR", "true")).run();
        // Then
        assertThat(edited.mustSucceed().output()).isEqualTo("service/web edited\n");
        assertThat(kubectl.says("get", "service", "web")).contains("9090:");
        assertThat(untouched.mustSucceed().all()).contains("Edit cancelled, no changes made.");
    }

    @Test
    void labelsAreSetOverwrittenAndRemoved() {
        // When, Then
        assertThat(kubectl.says("label", "service", "web", "tier=front")).isEqualTo("service/web labeled\n");
        assertThat(kubectl.run("label", "service", "web", "tier=back").errors())
                .contains("'tier' already has a value (front), and --overwrite is false");
        assertThat(kubectl.says("label", "service", "web", "tier=back", "--overwrite"))
                .isEqualTo("service/web labeled\n");
        assertThat(kubectl.says("get", "service", "web", "-o", "jsonpath={.metadata.labels.tier}"))
                .isEqualTo("back");
        assertThat(kubectl.says("label", "service", "web", "tier=back", "--overwrite"))
                .contains("service/web not labeled");
        assertThat(kubectl.says("label", "service", "web", "tier-")).matches("service/web (un)?labeled\n");
        assertThat(kubectl.object("service", "web").at("/metadata/labels/tier").isMissingNode())
                .isTrue();
    }

    @Test
    void annotationsAreSetAndKeptToTheByte() {
        // Given
        String odd = "{\"a\" : 1,\n  \"ü\":  [ ] }";
        // When
        String said = kubectl.says("annotate", "service", "web", "example.com/odd=" + odd);
        // Then
        assertThat(said).isEqualTo("service/web annotated\n");
        assertThat(kubectl.object("service", "web")
                        .at("/metadata/annotations/example.com~1odd")
                        .asText())
                .isEqualTo(odd);
    }

    @Test
    void setSelectorReplacesTheSelector() {
        // When
        String said = kubectl.says("set", "selector", "service", "web", "app=other,tier=back");
        // Then
        assertThat(said).isEqualTo("service/web selector updated\n");
        assertThat(kubectl.object("service", "web").at("/spec/selector").toString())
                .isEqualTo("{\"app\":\"other\",\"tier\":\"back\"}");
    }

    @Test
    void replaceKeepsThePortAndForceMakesAnotherService() {
        // Given
        String nodePort =
                kubectl.object("service", "web").at("/spec/ports/0/nodePort").asText();
        String uid = kubectl.object("service", "web").at("/metadata/uid").asText();
        String changed = Manifests.nodePort("web").replace("8080", "8081");
        // When
        String replaced = kubectl.reads(changed, "replace", "-f", "-");
        // Then
        assertThat(replaced).isEqualTo("service/web replaced\n");
        assertThat(kubectl.says("get", "service", "web")).contains("8081:" + nodePort + "/TCP");
        assertThat(kubectl.object("service", "web").at("/metadata/uid").asText())
                .isEqualTo(uid);
        assertThat(kubectl.reads(changed, "replace", "--force", "-f", "-"))
                .startsWith("service \"web\" deleted")
                .endsWith("service/web replaced\n");
        assertThat(kubectl.object("service", "web").at("/metadata/uid").asText())
                .isNotEqualTo(uid);
    }

    @Test
    void replaceOfAnOldVersionIsAConflict(@TempDir Path folder) throws IOException {
        // Given
        Path old = Files.writeString(folder.resolve("old.yaml"), kubectl.says("get", "service", "web", "-o", "yaml"));
        kubectl.says("label", "service", "web", "meanwhile=changed");
        // When
        Command.Result replaced = kubectl.run("replace", "-f", old.toString());
        // Then
        assertThat(replaced.exitCode()).isEqualTo(1);
        assertThat(replaced.errors())
                .contains("(Conflict)")
                .contains(
                        "Operation cannot be fulfilled on services \"web\": the object has been modified; please apply"
                                + " your changes to the latest version and try again");
    }
}
