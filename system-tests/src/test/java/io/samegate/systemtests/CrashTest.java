package io.samegate.systemtests;

import static io.samegate.systemtests.Manifests.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kill -9 of each process, and of all of them, while a client goes on and keeps a journal. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashTest {

    private static final List<String> ALL = List.of(
            "broker",
            "port-allocator",
            "endpoint-tracker",
            "service-api",
            "gateway-node1",
            "gateway-node2",
            "gateway-node3");

    private Samegate samegate;
    private ApiClient api;
    private int nodePort;

    @BeforeAll
    void aServiceThatAnswers() {
        samegate = Samegate.installation(Map.of()).up();
        api = new ApiClient(samegate);
        samegate.command("pods").run().mustSucceed();
        nodePort = api.post(SERVICES, Manifests.nodePort("lasting"))
                .body()
                .at("/spec/ports/0/nodePort")
                .asInt();
        answersOnEveryNode();
    }

    @AfterAll
    void stop() {
        samegate.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port-allocator",
                "endpoint-tracker",
                "service-api",
                "gateway-node1",
                "gateway-node2",
                "gateway-node3",
                "broker"
            })
    void aKilledProcessIsStartedAgainWithoutALossOrADoubledPort(String name) {
        // Given
        Journal journal = new Journal(samegate, "killed-" + name + "-");
        try (journal) {
            journal.start();
            Eventually.until(() -> journal.accepted() >= 20);
            // When
            samegate.kill(name);
            samegate.up();
            // Then
            int before = journal.accepted();
            Eventually.within(Duration.ofSeconds(30), () -> journal.accepted() >= before + 10);
        }
        assertThat(journal.contradictions()).isEmpty();
        answersOnEveryNode();
    }

    @Test
    void trafficFlowsWhileTheControlPlaneAndTheBrokerAreDead() {
        // Given
        List<String> control = List.of("broker", "port-allocator", "endpoint-tracker", "service-api");
        // When
        control.forEach(samegate::kill);
        // Then
        for (int i = 0; i < 50; i++) {
            for (int node = 1; node <= 3; node++) {
                assertThat(Curl.hello(samegate.nodeAddress(node), nodePort)).isPresent();
            }
        }
        samegate.up();
        answersOnEveryNode();
    }

    @Test
    void afterAKillOfEverythingTheSameServiceHasTheSamePortAndAddressAndAnswers() {
        // Given
        JsonNode before = api.get(SERVICES + "/lasting").body();
        // When
        ALL.forEach(samegate::kill);
        samegate.up();
        // Then
        JsonNode after = api.get(SERVICES + "/lasting").body();
        assertThat(after).isEqualTo(before);
        answersOnEveryNode();
    }

    private void answersOnEveryNode() {
        for (int node = 1; node <= 3; node++) {
            String address = samegate.nodeAddress(node);
            Eventually.until(() -> Curl.hello(address, nodePort).isPresent());
        }
    }
}
