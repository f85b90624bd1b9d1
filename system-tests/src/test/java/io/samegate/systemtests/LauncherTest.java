package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The launcher as a person uses it. */
class LauncherTest {

    @Test
    void demoShowsTheWalkThroughAndLeavesTheSystemRunningTwice() {
        try (Samegate samegate = Samegate.installation(Map.of())) {
            for (int run = 1; run <= 2; run++) {
                // When
                Command.Result demo = samegate.command("demo").run();
                // Then
                assertThat(demo.mustSucceed().output())
                        .contains("$ kubectl get service", "hostname-svc-nodeport   NodePort")
                        .contains("$ kubectl get nodes -o wide", "INTERNAL-IP")
                        .containsPattern("From the POST to the first answer on the last node: \\d+ ms")
                        .contains("apply a manifest", "subscribe", "stop");
                for (int node = 1; node <= 3; node++) {
                    assertThat(demo.output().split("curl " + samegate.nodeAddress(node) + ":", -1))
                            .hasSize(4);
                }
                assertThat(samegate.command("status").run().exitCode()).isZero();
            }
            // When
            samegate.command("down").run().mustSucceed();
            // Then
            assertThat(samegate.process("broker")).isEmpty();
            assertThat(samegate.command("status").run().exitCode()).isEqualTo(1);
        }
    }

    @Test
    void aTakenPortIsNamedWithItsSettingAndNothingIsLeftRunning() throws IOException {
        try (Samegate samegate = Samegate.installation(Map.of());
                ServerSocket squatter = new ServerSocket(samegate.apiPort(), 1, InetAddress.getLoopbackAddress())) {
            // When
            Command.Result up = samegate.command("up").run();
            // Then
            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.errors())
                    .contains("service-api cannot listen on 127.0.0.1:" + squatter.getLocalPort())
                    .contains("SAMEGATE_API_PORT");
            assertThat(samegate.process("broker")).isEmpty();
        }
    }

    @Test
    void twoInstallationsRunSideBySideAndStopByThemselves() {
        Map<String, String> small = Map.of("SAMEGATE_NODES", "1");
        try (Samegate one = Samegate.installation(small).up();
                Samegate two = Samegate.installation(small).up()) {
            // When
            one.command("down").run().mustSucceed();
            // Then
            assertThat(one.process("broker")).isEmpty();
            assertThat(two.command("status").run().exitCode()).isZero();
        }
    }

    @Test
    void aProgramThatEndsWhileStartingIsNamedWithTheEndOfItsLog() {
        try (Samegate samegate = Samegate.installation(Map.of("SAMEGATE_TRACKER_NODE_GRACE", "soon"))) {
            // When
            Command.Result up = samegate.command("up").run();
            // Then
            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.errors()).contains("endpoint-tracker ended while starting", "soon");
            assertThat(samegate.process("broker")).isEmpty();
        }
    }
}
