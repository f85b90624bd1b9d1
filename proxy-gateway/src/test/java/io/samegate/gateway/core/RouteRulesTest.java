package io.samegate.gateway.core;

import static io.samegate.gateway.core.Objects.NODE_ADDRESS;
import static io.samegate.gateway.core.Objects.seen;
import static io.samegate.gateway.core.Objects.service;
import static io.samegate.gateway.core.Objects.slice;
import static io.samegate.gateway.core.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.node.OpenPort.Purpose;
import io.samegate.gateway.core.Objects.Condition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteRulesTest {

    private static final NodeProfile NODE = new NodeProfile("node1", List.of(NODE_ADDRESS), false);
    private static final ListenAddress NODE_PORT = new ListenAddress(Protocol.TCP, NODE_ADDRESS, 30080);
    private static final ListenAddress CLUSTER_IP = new ListenAddress(Protocol.TCP, "127.233.0.10", 80);
    private static final Endpoint A = new Endpoint("a", "10.0.0.1", 8080);
    private static final Endpoint B = new Endpoint("b", "10.0.0.2", 8080);

    @Test
    void aNodePortIsOpenOnEveryAddressOfTheNode() {
        NodeProfile two = new NodeProfile("node1", List.of(NODE_ADDRESS, "127.0.0.21"), false);
        assertThat(routes(two, service("web", 30080)).held().keySet())
                .containsExactlyInAnyOrder(NODE_PORT, new ListenAddress(Protocol.TCP, "127.0.0.21", 30080));
    }

    @Test
    void onlyANodeThatHasTheClusterIpsBindsThem() {
        NodeProfile first = new NodeProfile("node1", List.of(NODE_ADDRESS), true);
        assertThat(routes(first, service("web", 30080)).held().keySet())
                .containsExactlyInAnyOrder(NODE_PORT, CLUSTER_IP);
        assertThat(routes(NODE, service("web", 30080)).held().keySet()).containsExactly(NODE_PORT);
        assertThat(routes(first, service("web", 30080))
                        .at(CLUSTER_IP)
                        .orElseThrow()
                        .purpose())
                .isEqualTo(Purpose.CLUSTER_IP);
    }

    @Test
    void aCordonedNodeGoesOnServingItsClusterIps() {
        NodeProfile first = new NodeProfile("node1", List.of(NODE_ADDRESS), true);
        Routes routes = Cluster.empty(first)
                .with(List.of(
                        new Seen.CordonSeen(true),
                        new Seen.ServiceSeen(new ObjectKey("default", "web"), service("web", 30080), 1),
                        new Seen.SliceSeen(
                                new ObjectKey("default", "s"),
                                with(slice("s", "web"), "a", "10.0.0.1", "node1", Condition.READY))))
                .routes();
        assertThat(routes.at(NODE_PORT).orElseThrow().targets()).isEmpty();
        assertThat(routes.at(CLUSTER_IP).orElseThrow().targets()).containsExactly(A);
    }

    @Test
    void onlyReadyEndpointsAreTargetsWhileThereIsOne() {
        EndpointSlice mixed = with(
                with(
                        with(slice("s", "web"), "a", "10.0.0.1", "node1", Condition.READY),
                        "b",
                        "10.0.0.2",
                        "node1",
                        Condition.LEAVING),
                "c",
                "10.0.0.3",
                "node1",
                Condition.NOT_READY);
        assertThat(targets(service("web", 30080), mixed)).containsExactly(A);
    }

    @Test
    void withoutAReadyEndpointThoseThatLeaveAndStillServeAreTargets() {
        EndpointSlice leaving = with(
                with(
                        with(slice("s", "web"), "a", "10.0.0.1", "node1", Condition.LEAVING),
                        "b",
                        "10.0.0.2",
                        "node1",
                        Condition.GONE),
                "c",
                "10.0.0.3",
                "node1",
                Condition.NOT_READY);
        assertThat(targets(service("web", 30080), leaving)).containsExactly(A);
    }

    @Test
    void conditionsThatAreNotGivenMeanReady() {
        EndpointSlice plain = new EndpointSliceBuilder(slice("s", "web"))
                .addNewEndpoint()
                .withAddresses("10.0.0.1")
                .endEndpoint()
                .build();
        assertThat(targets(service("web", 30080), plain)).containsExactly(new Endpoint("", "10.0.0.1", 8080));
    }

    @Test
    void anEndpointInTwoSlicesIsOneTarget() {
        assertThat(targets(
                        service("web", 30080),
                        with(slice("s1", "web"), "a", "10.0.0.1", "node1", Condition.READY),
                        with(slice("s2", "web"), "a", "10.0.0.1", "node1", Condition.READY),
                        with(slice("s3", "web"), "b", "10.0.0.2", "node2", Condition.READY)))
                .containsExactly(A, B);
    }

    @Test
    void endpointsOfSlicesWithAnotherPortNameOrProtocolAreNotTargets() {
        EndpointSlice otherName = new EndpointSliceBuilder(
                        with(slice("s", "web"), "a", "10.0.0.1", "node1", Condition.READY))
                .editFirstPort()
                .withName("metrics")
                .endPort()
                .build();
        EndpointSlice otherProtocol = new EndpointSliceBuilder(
                        with(slice("t", "web"), "b", "10.0.0.2", "node1", Condition.READY))
                .editFirstPort()
                .withProtocol("UDP")
                .endPort()
                .build();
        assertThat(targets(service("web", 30080), otherName, otherProtocol)).isEmpty();
    }

    @Test
    void localPolicyOnlyCountsEndpointsOfThisNode() {
        Service local = new ServiceBuilder(service("web", 30080))
                .editSpec()
                .withExternalTrafficPolicy("Local")
                .endSpec()
                .build();
        EndpointSlice both = with(
                with(slice("s", "web"), "a", "10.0.0.1", "node1", Condition.READY),
                "b",
                "10.0.0.2",
                "node2",
                Condition.READY);
        assertThat(targets(local, both)).containsExactly(A);
        assertThat(targets(local, with(slice("s", "web"), "b", "10.0.0.2", "node2", Condition.READY)))
                .isEmpty();
    }

    @Test
    void theInternalPolicyIsThatOfClusterIpsAlone() {
        NodeProfile first = new NodeProfile("node1", List.of(NODE_ADDRESS), true);
        Service local = new ServiceBuilder(service("web", 30080))
                .editSpec()
                .withInternalTrafficPolicy("Local")
                .endSpec()
                .build();
        Routes routes = routes(first, local, with(slice("s", "web"), "b", "10.0.0.2", "node2", Condition.READY));
        assertThat(routes.at(CLUSTER_IP).orElseThrow().targets()).isEmpty();
        assertThat(routes.at(NODE_PORT).orElseThrow().targets()).containsExactly(B);
    }

    @Test
    void udpAndSctpAreNamedAsNotServedYet() {
        Service udp = new ServiceBuilder(service("dns", 30053))
                .editSpec()
                .editFirstPort()
                .withProtocol("UDP")
                .endPort()
                .endSpec()
                .build();
        ServicePorts ports = routes(NODE, udp).of(ObjectKey.of(udp)).orElseThrow();
        assertThat(ports.routes()).isEmpty();
        assertThat(ports.unserved())
                .containsExactly(new Unserved(
                        new ListenAddress(Protocol.UDP, NODE_ADDRESS, 30053),
                        Purpose.NODE_PORT,
                        "UDP is not served yet"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"service.kubernetes.io/service-proxy-name", "service.kubernetes.io/headless"})
    void servicesForOtherProxiesAreLeftToThem(String label) {
        Service other = new ServiceBuilder(service("web", 30080))
                .editMetadata()
                .withLabels(Map.of(label, "other"))
                .endMetadata()
                .build();
        assertThat(routes(NODE, other).held()).isEmpty();
    }

    @Test
    void headlessAndExternalNameServicesHaveNoSockets() {
        Service headless = new ServiceBuilder(service("web", 30080))
                .editSpec()
                .withClusterIP("None")
                .withClusterIPs("None")
                .endSpec()
                .build();
        Service external = new ServiceBuilder(service("web", 30080))
                .editSpec()
                .withType("ExternalName")
                .endSpec()
                .build();
        assertThat(routes(NODE, headless).held()).isEmpty();
        assertThat(routes(NODE, external).held()).isEmpty();
    }

    @Test
    void aPodIsAliveWhileSomeServiceCountsOnIt() {
        Cluster both = Cluster.empty(NODE)
                .with(List.of(
                        seen(service("one", 30001)),
                        seen(service("two", 30002)),
                        seen(with(slice("s1", "one"), "a", "10.0.0.1", "node1", Condition.READY)),
                        seen(with(slice("s2", "two"), "a", "10.0.0.1", "node1", Condition.NOT_READY))));
        assertThat(both.isAlive("a")).isTrue();
        Cluster leavingOne =
                both.with(List.of(seen(with(slice("s1", "one"), "a", "10.0.0.1", "node1", Condition.LEAVING))));
        assertThat(leavingOne.isAlive("a")).isTrue();
        Cluster leavingBoth = leavingOne.with(List.of(new Seen.SliceGone(new ObjectKey("default", "s2"))));
        assertThat(leavingBoth.isAlive("a")).isFalse();
    }

    private static List<Endpoint> targets(Service service, EndpointSlice... slices) {
        return routes(NODE, service, slices).at(NODE_PORT).orElseThrow().targets();
    }

    private static Routes routes(NodeProfile node, Service service, EndpointSlice... slices) {
        Cluster cluster = Cluster.empty(node).with(List.of(seen(service)));
        for (EndpointSlice slice : slices) {
            cluster = cluster.with(List.of(seen(slice)));
        }
        return cluster.routes();
    }
}
