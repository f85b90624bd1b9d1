package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl wait} for conditions and for deletion. */
@WithEveryKubectl
class KubectlWaitTest extends KubectlCase {

    KubectlWaitTest(KubectlProgram program, Samegate samegate) {
        super(program, samegate);
    }

    @Test
    void aPodIsWaitedForUntilItIsReady(@TempDir Path folder) throws IOException, InterruptedException {
        // Given
        kubectl.says("run", "web", "--image=web");
        Process waiting = kubectl.command("wait", "--for=condition=Ready", "pod/web", "--timeout=60s")
                .start(folder.resolve("out"), folder.resolve("err"));
        assertThat(waiting.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
        // When
        api().patch(
                        "/api/v1/namespaces/" + namespace() + "/pods/web/status",
                        "merge-patch+json",
                        "{\"status\":{\"podIP\":\"10.20.30.41\",\"hostIP\":\"10.20.30.1\"}}");
        // Then
        assertThat(waiting.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("out")).hasContent("pod/web condition met\n");
        assertThat(waiting.exitValue()).isZero();
    }

    @Test
    void waitingThatIsInVainEndsWithAnError() {
        // Given
        kubectl.says("run", "web", "--image=web");
        // When
        Command.Result waited = kubectl.run("wait", "--for=condition=Ready", "pod/web", "--timeout=1s");
        // Then
        assertThat(waited.exitCode()).isEqualTo(1);
        assertThat(waited.errors()).contains("timed out waiting for the condition on pods/web");
    }

    @Test
    void deletionIsWaitedFor(@TempDir Path folder) throws IOException, InterruptedException {
        // Given
        kubectl.apply(Manifests.nodePort("web"));
        Process waiting = kubectl.command("wait", "--for=delete", "service/web", "--timeout=60s")
                .start(folder.resolve("out"), folder.resolve("err"));
        assertThat(waiting.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
        // When
        kubectl.says("delete", "service", "web");
        // Then
        assertThat(waiting.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("out")).hasContent("service/web condition met\n");
        assertThat(waiting.exitValue()).isZero();
    }
}
