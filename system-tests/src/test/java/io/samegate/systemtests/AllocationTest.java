package io.samegate.systemtests;

import static io.samegate.systemtests.Manifests.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Node ports through the whole system, in an installation whose range holds five of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllocationTest {

    private Samegate samegate;
    private ApiClient api;

    @BeforeAll
    void aSmallRange() {
        samegate = Samegate.installation(Map.of("SAMEGATE_NODE_PORT_RANGE", "31000-31004", "SAMEGATE_NODES", "1"))
                .up();
        api = new ApiClient(samegate);
    }

    @AfterAll
    void stop() {
        samegate.close();
    }

    @Test
    void anExplicitNodePortIsGivenAndRefusedToTheNext() {
        // Given
        assertThat(api.post(SERVICES, Manifests.nodePort("fixed", 31000)).code())
                .isEqualTo(201);
        // When
        ApiClient.Answer second = api.post(SERVICES, Manifests.nodePort("late", 31000));
        // Then
        assertThat(second.code()).isEqualTo(422);
        assertThat(second.message())
                .isEqualTo("Service \"late\" is invalid: spec.ports[0].nodePort: Invalid value: 31000: provided port is"
                        + " already allocated");
        assertThat(api.get(SERVICES + "/late").code()).isEqualTo(404);
        assertThat(api.delete(SERVICES + "/fixed").code()).isEqualTo(200);
        assertThat(api.post(SERVICES, Manifests.nodePort("late", 31000)).code()).isEqualTo(201);
        assertThat(api.delete(SERVICES + "/late").code()).isEqualTo(200);
    }

    @Test
    void aNodePortOutOfRangeIsRefused() {
        // When
        ApiClient.Answer answer = api.post(SERVICES, Manifests.nodePort("outside", 30999));
        // Then
        assertThat(answer.code()).isEqualTo(422);
        assertThat(answer.message()).endsWith("The range of valid ports is 31000-31004");
    }

    @Test
    void anExhaustedRangeIsFullUntilAServiceGoes() {
        // Given
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            ApiClient.Answer created = api.post(SERVICES, Manifests.nodePort("full-" + i));
            assertThat(created.code()).isEqualTo(201);
            ports.add(created.body().at("/spec/ports/0/nodePort").asInt());
        }
        assertThat(ports).containsExactlyInAnyOrder(31000, 31001, 31002, 31003, 31004);
        // When
        ApiClient.Answer sixth = api.post(SERVICES, Manifests.nodePort("full-5"));
        // Then
        assertThat(sixth.code()).isEqualTo(500);
        assertThat(sixth.message()).contains("failed to allocate a nodePort: range is full");
        assertThat(api.delete(SERVICES + "/full-2").code()).isEqualTo(200);
        assertThat(api.post(SERVICES, Manifests.nodePort("full-5")).code()).isEqualTo(201);
        for (int i : new int[] {0, 1, 3, 4, 5}) {
            assertThat(api.delete(SERVICES + "/full-" + i).code()).isEqualTo(200);
        }
    }
}
