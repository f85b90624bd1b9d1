package io.samegate.allocator.core;

import static io.samegate.allocator.core.ServiceFixture.clusterIp;
import static io.samegate.allocator.core.ServiceFixture.loadBalancer;
import static io.samegate.allocator.core.ServiceFixture.nodePort;
import static io.samegate.allocator.core.ServiceFixture.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.eventlog.decide.Decision;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadBalancersTest {

    private final Log log = Log.usual();

    @Test
    void aNewLoadBalancerIsReachedAtTheNodesThereAre() {
        log.nodes("10.0.0.1", "10.0.0.2");

        log.create(loadBalancer("lb", "Cluster", tcp(80)));

        assertThat(ingress("lb"))
                .extracting(LoadBalancerIngress::getIp, LoadBalancerIngress::getIpMode)
                .containsExactly(tuple("10.0.0.1", "Proxy"), tuple("10.0.0.2", "Proxy"));
    }

    @Test
    void theAddressesFollowTheNodesAndThatIsTold() {
        log.create(loadBalancer("lb", "Cluster", tcp(80)));
        log.create(nodePort("web", tcp(80)));
        String untouched = log.resourceVersion("web");

        log.nodes("10.0.0.1");
        log.nodes("10.0.0.3");

        assertThat(addresses("lb")).containsExactly("10.0.0.3");
        assertThat(log.resourceVersion("web")).isEqualTo(untouched);
        assertThat(log.facts().stream()
                        .filter(fact -> fact.type().equals("UpdatedLoadBalancer"))
                        .map(Fact::message))
                .containsExactly(
                        "Service default/lb is reached at 10.0.0.1", "Service default/lb is reached at 10.0.0.3");
    }

    @Test
    void nodesThatAreAsBeforeChangeNothing() {
        log.nodes("10.0.0.1");
        log.create(loadBalancer("lb", "Cluster", tcp(80)));
        String before = log.resourceVersion("lb");

        log.nodes("10.0.0.1");

        assertThat(log.resourceVersion("lb")).isEqualTo(before);
    }

    @Test
    void becomingALoadBalancerFillsTheAddressesAndLeavingClearsThem() {
        log.nodes("10.0.0.1");
        log.create(nodePort("web", tcp(80)));
        log.replace(loadBalancer("web", "Cluster", tcp(80)));
        assertThat(addresses("web")).containsExactly("10.0.0.1");

        log.replace(clusterIp("web", tcp(80)));

        assertThat(addresses("web")).isEmpty();
    }

    @Test
    void aStatusClientsWriteKeepsTheirConditionsAndOurAddresses() {
        log.nodes("10.0.0.1");
        log.create(loadBalancer("lb", "Cluster", tcp(80)));

        writeStatus(withStatus(loadBalancer("lb", "Cluster", tcp(80)), "192.0.2.1"));

        assertThat(addresses("lb")).containsExactly("10.0.0.1");
        assertThat(log.service("lb").getStatus().getConditions()).hasSize(1);
    }

    @Test
    void theAddressesOfAnotherClassOfLoadBalancersAreItsControllersBusiness() {
        log.nodes("10.0.0.1");
        Service foreign = new ServiceBuilder(loadBalancer("lb", "Cluster", tcp(80)))
                .editSpec()
                .withLoadBalancerClass("example.com/edge")
                .endSpec()
                .build();
        log.create(foreign);
        assertThat(addresses("lb")).isEmpty();

        writeStatus(withStatus(foreign, "192.0.2.1"));
        log.nodes("10.0.0.2");

        assertThat(addresses("lb")).containsExactly("192.0.2.1");
    }

    @Test
    void addressesOfABalancerAreForbiddenOnOtherTypes() {
        log.create(nodePort("web", tcp(80)));

        Decision decision = writeStatus(withStatus(nodePort("web", tcp(80)), "192.0.2.1"));

        assertThat(Log.refusal(decision).getMessage())
                .isEqualTo("Service \"web\" is invalid: status.loadBalancer.ingress: Forbidden: may only be used when"
                        + " `spec.type` is LoadBalancer");
    }

    @Test
    void aNodeIsReachedAtItsExternalAddressesElseAtItsInternalOnes() {
        Node outside = new NodeBuilder(node("b", "True", "10.0.0.2"))
                .editStatus()
                .addNewAddress("192.0.2.7", "ExternalIP")
                .endStatus()
                .build();

        assertThat(LoadBalancers.addresses(List.of(outside, node("a", "True", "10.0.0.1"))))
                .containsExactly("10.0.0.1", "192.0.2.7");
    }

    @Test
    void nodesThatTakeNoNewConnectionsHaveNoAddress() {
        Node ready = node("n", "True", "10.0.0.1");
        Node cordoned = new NodeBuilder(ready)
                .withNewSpec()
                .withUnschedulable(true)
                .endSpec()
                .build();
        Node excluded = new NodeBuilder(ready)
                .editMetadata()
                .addToLabels("node.kubernetes.io/exclude-from-external-load-balancers", "")
                .endMetadata()
                .build();
        Node going = new NodeBuilder(ready)
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .build();

        assertThat(LoadBalancers.addresses(List.of(ready))).hasSize(1);
        assertThat(LoadBalancers.addresses(List.of(
                        cordoned,
                        excluded,
                        going,
                        node("x", "False", "10.0.0.3"),
                        new NodeBuilder()
                                .withNewMetadata()
                                .withName("unheard")
                                .endMetadata()
                                .build())))
                .isEmpty();
    }

    private Decision writeStatus(Service service) {
        return log.ask(
                new Request.Replace(log.header(ObjectKey.of(service)), service, Preconditions.NONE, Part.STATUS));
    }

    private List<LoadBalancerIngress> ingress(String name) {
        return log.service(name).getStatus().getLoadBalancer().getIngress();
    }

    private List<String> addresses(String name) {
        return ingress(name).stream().map(LoadBalancerIngress::getIp).toList();
    }

    private static Service withStatus(Service service, String address) {
        return new ServiceBuilder(service)
                .withNewStatus()
                .addNewCondition()
                .withType("Seen")
                .withStatus("True")
                .endCondition()
                .withNewLoadBalancer()
                .addNewIngress()
                .withIp(address)
                .endIngress()
                .endLoadBalancer()
                .endStatus()
                .build();
    }

    private static Node node(String name, String ready, String address) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .addNewAddress(address, "InternalIP")
                .addNewAddress(name, "Hostname")
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .endCondition()
                .endStatus()
                .build();
    }
}
