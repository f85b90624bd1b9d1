package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Kubernetes' own end-to-end tests check of which endpoints connections reach, by readiness and policy; each is named after its case. */
@ExtendWith(SharedInstallation.class)
class UpstreamTargetsTest extends TrafficCase {

    UpstreamTargetsTest(Samegate samegate) {
        super(samegate);
    }

    @Test
    void shouldBeRejectedWhenNoEndpointsExist() {
        // When
        int port = nodePort("web");
        // Then
        Eventually.until(() -> isRefused(1, port) && isRefused(2, port) && isRefused(3, port));
    }

    @Test
    void shouldBeRejectedForEvictedPods() throws IOException {
        // Given
        pod("a", "web", "node1");
        int port = nodePort("web");
        reachable(1, port, "a");
        // When
        api().patch(
                        pods() + "/a/status",
                        "merge-patch+json",
                        "{\"status\": {\"phase\": \"Failed\", \"reason\": \"Evicted\"}}");
        // Then
        Eventually.until(() -> isRefused(1, port) && isRefused(2, port));
    }

    @Test
    void shouldBeAbleToConnectToUnreadyEndpointsIfPublishNotReadyAddressesIsTrue() throws IOException {
        // Given
        pod("a", "web", "node1");
        unready("a");
        // When
        int port = nodePort("web", "publishNotReadyAddresses: true");
        // Then
        reachable(1, port, "a");
    }

    @Test
    void shouldNotBeAbleToConnectToUnreadyEndpointsIfPublishNotReadyAddressesIsFalse() throws IOException {
        // Given
        pod("a", "web", "node1");
        int port = nodePort("web");
        reachable(1, port, "a");
        // When
        unready("a");
        // Then
        Eventually.until(() -> isRefused(1, port) && isRefused(2, port));
    }

    @Test
    void shouldSupportExternalTrafficPolicyLocalForTypeNodePort() throws IOException {
        // Given
        pod("a", "web", "node1");
        pod("b", "web", "node2");
        // When
        int port = nodePort("web", "externalTrafficPolicy: Local");
        // Then
        reachable(1, port, "a");
        reachable(2, port, "b");
        assertThat(reached(3, port)).as("a node without an endpoint").isEmpty();
    }

    @Test
    void shouldHandleUpdatesToExternalTrafficPolicyField() throws IOException {
        // Given
        pod("a", "web", "node1");
        int port = nodePort("web");
        reachable(3, port, "a");
        // When
        patch("{\"spec\": {\"externalTrafficPolicy\": \"Local\"}}");
        // Then
        Eventually.until(() -> reached(3, port).isEmpty());
        reachable(1, port, "a");
        patch("{\"spec\": {\"externalTrafficPolicy\": \"Cluster\"}}");
        reachable(3, port, "a");
    }

    @Test
    void shouldFallbackToTerminatingEndpointsWhenThereAreNoReadyEndpoints() throws IOException {
        // Given
        Backend leaving = pod("a", "web", "node1");
        int port = nodePort("web");
        reachable(1, port, "a");
        try (Socket held = new Socket(samegate().nodeAddress(1), port)) {
            assertThat(held.getInputStream().readNBytes(1)).hasSize(1);
        }
        // When
        api().patch(pods() + "/a", "merge-patch+json", "{\"metadata\": {\"finalizers\": [\"example.com/hold\"]}}");
        api().delete(pods() + "/a");
        // Then
        Eventually.until(() -> podsWith("terminating", "web").equals(List.of("a")));
        reachable(1, port, leaving.name());
        api().patch(pods() + "/a", "merge-patch+json", "{\"metadata\": {\"finalizers\": null}}");
        Eventually.until(() -> isRefused(1, port));
    }

    private void unready(String pod) {
        ApiClient.Answer answer = api().patch(pods() + "/" + pod + "/status", "strategic-merge-patch+json", """
                {"status": {"conditions": [{"type": "Ready", "status": "False", "reason": "Test"}]}}""");
        assertThat(answer.code()).as(answer.text()).isEqualTo(200);
    }
}
