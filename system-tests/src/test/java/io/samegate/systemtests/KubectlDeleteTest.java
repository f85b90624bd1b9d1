package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code kubectl delete} with its options. */
@WithEveryKubectl
class KubectlDeleteTest extends KubectlCase {

    KubectlDeleteTest(KubectlProgram program, Samegate samegate) {
        super(program, samegate);
    }

    @Test
    void aServiceIsGoneWhenDeleteReturns() {
        // Given
        kubectl.apply(Manifests.nodePort("web"));
        // When
        String said = kubectl.says("delete", "service", "web");
        // Then
        assertThat(said).startsWith("service \"web\" deleted");
        assertThat(kubectl.run("get", "service", "web").errors()).contains("(NotFound)");
        Command.Result again = kubectl.run("delete", "service", "web");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.errors()).contains("Error from server (NotFound): services \"web\" not found");
        assertThat(kubectl.run("delete", "service", "web", "--ignore-not-found").exitCode())
                .isZero();
    }

    @Test
    void aManifestNamesWhatToDelete() {
        // Given
        String file = Manifests.nodePort("a") + "---\n" + Manifests.pod("b");
        kubectl.apply(file);
        // When
        String said = kubectl.reads(file, "delete", "-f", "-", "--grace-period=1");
        // Then
        assertThat(said).contains("service \"a\" deleted").contains("pod \"b\" deleted");
        assertThat(kubectl.says("get", "all", "-o", "name")).isEmpty();
    }

    @Test
    void aSelectorDeletesWhatItSelects() {
        // Given
        kubectl.apply(Manifests.nodePort("a") + "---\n" + Manifests.nodePort("b") + "---\n" + Manifests.nodePort("c"));
        kubectl.says("label", "service", "a", "b", "old=yes");
        // When
        String said = kubectl.says("delete", "services", "-l", "old=yes");
        // Then
        assertThat(said.lines()).hasSize(2);
        assertThat(kubectl.says("get", "services", "-o", "name")).isEqualTo("service/c\n");
    }

    @Test
    void allDeletesAllOfTheNamespace() {
        // Given
        kubectl.apply(Manifests.nodePort("a") + "---\n" + Manifests.nodePort("b"));
        // When
        String said = kubectl.says("delete", "services", "--all");
        // Then
        assertThat(said.lines()).hasSize(2);
        assertThat(kubectl.says("get", "services", "-o", "name")).isEmpty();
        assertThat(kubectl.says("get", "service", "kubernetes", "-n", "default", "-o", "name"))
                .isEqualTo("service/kubernetes\n");
    }

    @Test
    void aDryRunByTheServerDeletesNothing() {
        // Given
        kubectl.apply(Manifests.nodePort("web"));
        // When
        String said = kubectl.says("delete", "service", "web", "--dry-run=server");
        // Then
        assertThat(said).startsWith("service \"web\" deleted").contains("(server dry run)");
        assertThat(kubectl.says("get", "service", "web", "-o", "name")).isEqualTo("service/web\n");
    }

    @Test
    void everyWayOfCascadingDeletes() {
        for (String cascade :
                isOld() ? new String[] {"true", "false"} : new String[] {"background", "orphan", "foreground"}) {
            // Given
            kubectl.apply(Manifests.nodePort("web"));
            // When
            String said = kubectl.says("delete", "service", "web", "--cascade=" + cascade);
            // Then
            assertThat(said).startsWith("service \"web\" deleted");
            assertThat(kubectl.run("get", "service", "web").errors())
                    .as(cascade)
                    .contains("(NotFound)");
        }
    }

    @Test
    void deleteNeedNotWait() {
        // Given
        kubectl.apply(Manifests.nodePort("web"));
        // When
        String said = kubectl.says("delete", "service", "web", "--wait=false");
        // Then
        assertThat(said).startsWith("service \"web\" deleted");
        assertThat(kubectl.run("get", "service", "web").errors()).contains("(NotFound)");
    }

    @Test
    void forceDeletesAPodAtOnce() {
        // Given
        kubectl.apply(Manifests.pod("web"));
        // When
        Command.Result deleted = kubectl.run("delete", "pod", "web", "--grace-period=0", "--force");
        // Then
        assertThat(deleted.mustSucceed().output()).startsWith("pod \"web\" force deleted");
        assertThat(kubectl.run("get", "pod", "web").errors()).contains("(NotFound)");
    }

    @Test
    void aFinalizerHoldsAServiceUntilItIsTakenOff() {
        // Given
        kubectl.apply(
                Manifests.nodePort("web").replace("  name: web\n", "  name: web\n  finalizers: [example.com/hold]\n"));
        // When
        kubectl.says("delete", "service", "web", "--wait=false");
        // Then
        assertThat(kubectl.object("service", "web")
                        .at("/metadata/deletionTimestamp")
                        .asText())
                .isNotEmpty();
        kubectl.says(
                "patch",
                "service",
                "web",
                "--type=json",
                "-p",
                "[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]");
        assertThat(kubectl.run("get", "service", "web").errors()).contains("(NotFound)");
    }
}
