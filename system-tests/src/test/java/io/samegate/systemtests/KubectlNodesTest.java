package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What administrators do to nodes. */
@WithEveryKubectl
class KubectlNodesTest extends KubectlCase {

    private static final String NODE = "node3";

    KubectlNodesTest(KubectlProgram program, Samegate samegate) {
        super(program, samegate);
    }

    @AfterEach
    void asItWas() {
        kubectl.run("uncordon", NODE);
        kubectl.run("taint", "node", NODE, "maintenance-");
        kubectl.run("label", "node", NODE, "rack-");
    }

    @Test
    void nodesAreShownWithKubernetesColumns() {
        // When
        String nodes = kubectl.says("get", "nodes", "-o", "wide");
        // Then
        assertThat(nodes)
                .containsPattern("(?m)^NAME +STATUS +ROLES +AGE +VERSION +INTERNAL-IP +EXTERNAL-IP +OS-IMAGE"
                        + " +KERNEL-VERSION +CONTAINER-RUNTIME$")
                .containsPattern("(?m)^node1 +Ready +<none> .* " + samegate().nodeAddress(1) + " ");
        assertThat(kubectl.says("get", "leases", "-n", "kube-node-lease", "-o", "name"))
                .contains("lease.coordination.k8s.io/node1");
    }

    @Test
    void aNodeIsCordonedAndUncordoned() {
        // When, Then
        assertThat(kubectl.says("cordon", NODE)).isEqualTo("node/" + NODE + " cordoned\n");
        assertThat(kubectl.says("get", "node", NODE)).contains("Ready,SchedulingDisabled");
        assertThat(kubectl.says("cordon", NODE)).isEqualTo("node/" + NODE + " already cordoned\n");
        assertThat(kubectl.says("uncordon", NODE)).isEqualTo("node/" + NODE + " uncordoned\n");
        assertThat(kubectl.says("get", "node", NODE)).doesNotContain("SchedulingDisabled");
    }

    @Test
    void aNodeIsTaintedAndLabelled() {
        // When, Then
        assertThat(kubectl.says("taint", "node", NODE, "maintenance=yes:NoSchedule"))
                .isEqualTo("node/" + NODE + " tainted\n");
        assertThat(kubectl.object("node", NODE).at("/spec/taints/0/key").asText())
                .isEqualTo("maintenance");
        assertThat(kubectl.says("taint", "node", NODE, "maintenance-")).isEqualTo("node/" + NODE + " untainted\n");
        assertThat(kubectl.says("label", "node", NODE, "rack=r1")).isEqualTo("node/" + NODE + " labeled\n");
        assertThat(kubectl.says("get", "nodes", "-l", "rack=r1", "-o", "name")).isEqualTo("node/" + NODE + "\n");
    }

    @Test
    void aNodeIsDrainedOfItsPods() {
        // Given
        kubectl.apply(Manifests.pod("web").replace("spec:", "spec:\n  nodeName: " + NODE));
        String ours = "--pod-selector=app=web";
        // When
        Command.Result unforced = kubectl.run("drain", NODE, ours);
        Command.Result forced = kubectl.run("drain", NODE, ours, "--force", "--grace-period=1", "--timeout=60s");
        // Then
        assertThat(unforced.exitCode()).isEqualTo(1);
        assertThat(forced.mustSucceed().output())
                .contains("node/" + NODE + " already cordoned")
                .contains("pod/web")
                .containsPattern("node/" + NODE + " (drained|evicted|deleted)");
        assertThat(kubectl.run("get", "pod", "web").errors()).contains("NotFound");
    }
}
