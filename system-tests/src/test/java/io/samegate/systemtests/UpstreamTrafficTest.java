package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What Kubernetes' own end-to-end tests of Services check with connections over TCP: which ports lead to a Service, and
 * when. Each is named after its case.
 */
@ExtendWith(SharedInstallation.class)
class UpstreamTrafficTest extends TrafficCase {

    UpstreamTrafficTest(Samegate samegate) {
        super(samegate);
    }

    @Test
    void shouldBeAbleToCreateAFunctioningNodePortService() throws IOException {
        // Given
        pod("a", "web", "node1");
        pod("b", "web", "node2");
        // When
        int port = nodePort("web");
        // Then
        for (int node = 1; node <= 3; node++) {
            reachable(node, port, "a", "b");
        }
    }

    @Test
    void shouldBeAbleToUpAndDownServices() throws IOException {
        // Given
        pod("a", "one", "node1");
        pod("b", "two", "node1");
        pod("c", "three", "node1");
        int one = nodePort("one");
        int two = nodePort("two");
        reachable(1, one, "a");
        reachable(1, two, "b");
        // When
        api().delete(services() + "/one");
        // Then
        Eventually.until(() -> reached(1, one).isEmpty());
        reachable(1, two, "b");
        int three = nodePort("three");
        reachable(1, three, "c");
        reachable(1, two, "b");
    }

    @Test
    void shouldBeAbleToChangeTheTypeAndPortsOfATcpService() throws IOException {
        // Given
        pod("a", "web", "node1");
        api().create(services(), Manifests.clusterIp("web"));
        // When
        JsonNode opened = patch("{\"spec\": {\"type\": \"NodePort\"}}");
        int first = opened.at("/spec/ports/0/nodePort").asInt();
        // Then
        reachable(2, first, "a");
        int second = first == 30001 ? 30002 : 30001;
        patch("{\"spec\": {\"ports\": [{\"port\": 80, \"nodePort\": " + second + "}]}}");
        reachable(2, second, "a");
        Eventually.until(() -> reached(2, first).isEmpty());
        JsonNode closed = patch("{\"spec\": {\"type\": \"ClusterIP\"}}");
        assertThat(closed.at("/spec/ports/0/nodePort").isMissingNode()).isTrue();
        Eventually.until(() -> reached(2, second).isEmpty());
        assertThat(closed.at("/spec/clusterIP")).isEqualTo(opened.at("/spec/clusterIP"));
    }

    @Test
    void shouldReleaseNodePortsOnDelete() throws IOException {
        // Given
        pod("a", "web", "node1");
        int port = nodePort("web");
        reachable(1, port, "a");
        // When
        api().delete(services() + "/web");
        // Then
        Eventually.until(() -> isRefused(1, port) && isRefused(2, port) && isRefused(3, port));
        JsonNode heir = api().create(
                        services(), service("heir").replace("- {port: 80,", "- {nodePort: " + port + ", port: 80,"));
        assertThat(heir.at("/spec/ports/0/nodePort").asInt()).isEqualTo(port);
    }

    @Test
    void shouldImplementServiceProxyName() throws IOException {
        // Given
        pod("a", "web", "node1");
        String label = "service.kubernetes.io/service-proxy-name";
        JsonNode created = api().create(
                        services(), service("web").replace("name: web,", "name: web, labels: {" + label + ": foo},"));
        int port = created.at("/spec/ports/0/nodePort").asInt();
        pod("b", "later", "node1");
        reachable(1, nodePort("later"), "b");
        assertThat(reached(1, port)).as("what another proxy is to serve").isEmpty();
        // When
        patch("{\"metadata\": {\"labels\": {\"" + label + "\": null}}}");
        // Then
        reachable(1, port, "a");
        patch("{\"metadata\": {\"labels\": {\"" + label + "\": \"foo\"}}}");
        Eventually.until(() -> reached(1, port).isEmpty());
    }

    @Test
    void shouldImplementHeadless() throws IOException {
        // Given
        pod("a", "web", "node1");
        String headless = service("web").replace("type: NodePort", "clusterIP: None");
        // When
        JsonNode created = api().create(services(), headless);
        // Then
        assertThat(created.at("/spec/clusterIP").asText()).isEqualTo("None");
        assertThat(created.at("/spec/ports/0/nodePort").isMissingNode()).isTrue();
        Eventually.until(() -> podsWith("ready", "web").equals(List.of("a")));
        assertThat(slicesOf("web").getFirst().at("/metadata/labels").has("service.kubernetes.io/headless"))
                .isTrue();
    }

    @Test
    void shouldServeEndpointsOnSamePortAndDifferentProtocols() throws IOException {
        // Given
        pod("a", "web", "node1");
        String both = service("web")
                .replace(
                        "- {port: 80, targetPort: 80}",
                        "- {name: tcp, port: 80, targetPort: 80}\n  - {name: udp, port: 80, targetPort: 80, protocol: UDP}");
        // When
        JsonNode created = api().create(services(), both);
        // Then
        int port = created.at("/spec/ports/0/nodePort").asInt();
        assertThat(created.at("/spec/ports/1/nodePort").asInt()).isEqualTo(port);
        reachable(1, port, "a");
        JsonNode tcpOnly = patch("{\"spec\": {\"ports\": [{\"name\": \"tcp\", \"port\": 80, \"targetPort\": 80}]}}");
        assertThat(tcpOnly.at("/spec/ports")).hasSize(1);
        reachable(1, port, "a");
    }

    @Test
    void shouldServeMultiportEndpointsFromPods() throws IOException {
        // Given
        Backend first = backend("a");
        Backend second = backend("b");
        api().create(pods(), """
                apiVersion: v1
                kind: Pod
                metadata: {name: both, labels: {app: web}}
                spec:
                  containers:
                  - name: main
                    image: main
                    ports:
                    - {name: one, containerPort: 100, hostPort: %d}
                    - {name: two, containerPort: 101, hostPort: %d}
                status: {podIP: 127.0.0.1, hostIP: 127.0.0.1}
                """.formatted(first.port(), second.port()));
        // When
        JsonNode created = api().create(
                        services(),
                        service("web")
                                .replace(
                                        "- {port: 80, targetPort: 80}",
                                        "- {name: portname1, port: 80, targetPort: one}\n  - {name: portname2, port: 81, targetPort: 101}"));
        // Then
        reachable(1, created.at("/spec/ports/0/nodePort").asInt(), "a");
        reachable(1, created.at("/spec/ports/1/nodePort").asInt(), "b");
    }

    @Test
    void shouldServeABasicEndpointFromPods() throws IOException {
        // Given
        int port = nodePort("web");
        Eventually.until(() -> isRefused(1, port));
        // When, Then
        pod("a", "web", "node1");
        reachable(1, port, "a");
        pod("b", "web", "node2");
        reachable(1, port, "a", "b");
        api().delete(pods() + "/a?gracePeriodSeconds=0");
        reachable(1, port, "b");
        api().delete(pods() + "/b?gracePeriodSeconds=0");
        Eventually.until(() -> isRefused(1, port));
    }

    @Test
    void shouldWorkAfterTheServiceHasBeenRecreated() throws IOException {
        // Given
        pod("a", "web", "node1");
        int port = nodePort("web");
        reachable(1, port, "a");
        // When
        api().delete(services() + "/web");
        api().create(services(), service("web").replace("- {port: 80,", "- {nodePort: " + port + ", port: 80,"));
        // Then
        reachable(1, port, "a");
    }

    @Test
    void loadBalancersAreServedByEveryNode() throws IOException {
        // Given
        pod("a", "web", "node1");
        // When
        JsonNode created = api().create(services(), service("web").replace("NodePort", "LoadBalancer"));
        // Then
        reachable(3, created.at("/spec/ports/0/nodePort").asInt(), "a");
        Eventually.until(() -> api().get(services() + "/web")
                .body()
                .at("/status/loadBalancer/ingress")
                .findValuesAsText("ip")
                .equals(List.of(
                        samegate().nodeAddress(1),
                        samegate().nodeAddress(2),
                        samegate().nodeAddress(3))));
    }
}
