package io.samegate.allocator.core;

import static io.samegate.allocator.core.ServiceFixture.clusterIp;
import static io.samegate.allocator.core.ServiceFixture.externalName;
import static io.samegate.allocator.core.ServiceFixture.headless;
import static io.samegate.allocator.core.ServiceFixture.loadBalancer;
import static io.samegate.allocator.core.ServiceFixture.nodePort;
import static io.samegate.allocator.core.ServiceFixture.nodePorts;
import static io.samegate.allocator.core.ServiceFixture.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.fabric8.kubernetes.api.model.Status;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The rules of Kubernetes for cluster IPs and IP families on a single-stack cluster, one test each. */
class ClusterIpRulesTest {

    private final Log log = Log.usual();

    @Test
    void anAddressIsPickedFromTheDynamicBandAndFilledInEverywhere() {
        log.create(clusterIp("web", tcp(80)));

        ServiceSpec spec = log.service("web").getSpec();
        assertThat(AddressRange.parse("10.233.0.0/18")
                        .index(spec.getClusterIP())
                        .orElseThrow())
                .isGreaterThanOrEqualTo(256);
        assertThat(spec.getClusterIPs()).containsExactly(spec.getClusterIP());
        assertThat(spec.getIpFamilies()).containsExactly("IPv4");
        assertThat(spec.getIpFamilyPolicy()).isEqualTo("SingleStack");
    }

    @Test
    void anAddressThatIsAskedForIsGiven() {
        log.create(with(clusterIp("web", tcp(80)), spec -> spec.withClusterIP("10.233.0.10")));

        assertThat(log.service("web").getSpec().getClusterIPs()).containsExactly("10.233.0.10");
    }

    @Test
    void anAddressOfAnotherServiceIsRefused() {
        log.create(with(clusterIp("web", tcp(80)), spec -> spec.withClusterIP("10.233.0.10")));

        Status status =
                Log.refusal(log.create(with(clusterIp("mail", tcp(25)), spec -> spec.withClusterIP("10.233.0.10"))));

        assertThat(status.getCode()).isEqualTo(422);
        assertThat(status.getMessage())
                .isEqualTo("Service \"mail\" is invalid: spec.clusterIPs: Invalid value: [\"10.233.0.10\"]: failed to"
                        + " allocate IP 10.233.0.10: provided IP is already allocated");
    }

    @Test
    void theFirstAddressIsTheApisEvenWhileItsServiceIsGone() {
        Status status =
                Log.refusal(log.create(with(clusterIp("web", tcp(80)), spec -> spec.withClusterIP("10.233.0.1"))));

        assertThat(status.getMessage()).endsWith("provided IP is already allocated");
        assertThat(AddressPool.free(AddressRange.parse("10.0.0.0/24")).holder("10.0.0.1"))
                .contains(ApiService.KEY);
    }

    @Test
    void anAddressOutsideTheRangeIsRefused() {
        Status status =
                Log.refusal(log.create(with(clusterIp("web", tcp(80)), spec -> spec.withClusterIP("10.0.0.1"))));

        assertThat(status.getMessage())
                .endsWith("spec.clusterIPs: Invalid value: [\"10.0.0.1\"]: failed to allocate IP 10.0.0.1: provided IP"
                        + " is not in the valid range. The range of valid IPs is 10.233.0.0/18");
    }

    @Test
    void aFullRangeIsAnInternalError() {
        // Given 14 addresses, of which the API has one
        Log small = Log.of("30000-32767", "10.0.0.0/28");
        for (int i = 0; i < 13; i++) {
            assertThat(Log.isAccepted(small.create(clusterIp("s" + i, tcp(80)))))
                    .isTrue();
        }

        Status status = Log.refusal(small.create(clusterIp("last", tcp(80))));

        assertThat(status)
                .returns(500, Status::getCode)
                .returns("Internal error occurred: failed to allocate a serviceIP: range is full", Status::getMessage);
    }

    @Test
    void anAddressIsKeptWhenAnUpdateLeavesItOut() {
        log.create(clusterIp("web", tcp(80)));
        String address = log.service("web").getSpec().getClusterIP();

        log.replace(clusterIp("web", tcp(81)));

        assertThat(log.service("web").getSpec().getClusterIP()).isEqualTo(address);
        assertThat(log.service("web").getSpec().getClusterIPs()).containsExactly(address);
    }

    @Test
    void anAddressMayNotChange() {
        log.create(clusterIp("web", tcp(80)));

        Status status =
                Log.refusal(log.replace(with(clusterIp("web", tcp(80)), spec -> spec.withClusterIP("10.233.0.10"))));

        assertThat(status.getMessage())
                .isEqualTo("Service \"web\" is invalid: spec.clusterIPs[0]: Invalid value: [\"10.233.0.10\"]: may not"
                        + " change once set");
    }

    @Test
    void aHeadlessServiceHasNoAddress() {
        log.create(headless("db", tcp(5432)));

        ServiceSpec spec = log.service("db").getSpec();
        assertThat(spec.getClusterIP()).isEqualTo("None");
        assertThat(spec.getClusterIPs()).containsExactly("None");
        assertThat(spec.getIpFamilyPolicy()).isEqualTo("SingleStack");
        assertThat(log.state().allocations().addresses().pool().takenCount()).isEqualTo(1);
    }

    @Test
    void aHeadlessServiceWithoutSelectorMaySpeakOfBothFamilies() {
        log.create(with(headless("db", tcp(5432)), spec -> spec.withSelector(Map.of())));

        ServiceSpec spec = log.service("db").getSpec();
        assertThat(spec.getIpFamilyPolicy()).isEqualTo("RequireDualStack");
        assertThat(spec.getIpFamilies()).containsExactly("IPv4", "IPv6");
    }

    @Test
    void aHeadlessServiceCannotBecomeNodePort() {
        log.create(headless("db", tcp(5432)));

        Status status = Log.refusal(log.replace(nodePort("db", tcp(5432))));

        assertThat(status.getMessage())
                .isEqualTo("Service \"db\" is invalid: spec.clusterIPs[0]: Invalid value: \"None\": may not be set to"
                        + " 'None' for NodePort services");
    }

    @Test
    void anExternalNameServiceHasNoAddressAndNoFamilies() {
        log.create(externalName("far"));

        ServiceSpec spec = log.service("far").getSpec();
        assertThat(spec.getClusterIP()).isNull();
        assertThat(spec.getClusterIPs()).isEmpty();
        assertThat(spec.getIpFamilies()).isEmpty();
        assertThat(spec.getIpFamilyPolicy()).isNull();
    }

    @Test
    void becomingExternalNameWipesWhatTheClientLeftOverAndReleasesIt() {
        log.create(nodePort("web", tcp(80)));
        Service leftOver =
                with(log.service("web"), spec -> spec.withType("ExternalName").withExternalName("web.example.com"));

        log.replace(leftOver);

        ServiceSpec spec = log.service("web").getSpec();
        assertThat(spec.getClusterIP()).isNull();
        assertThat(spec.getIpFamilies()).isEmpty();
        assertThat(spec.getIpFamilyPolicy()).isNull();
        assertThat(spec.getSelector()).isNotEmpty();
        assertThat(nodePorts(log.service("web"))).containsExactly(0);
        assertThat(log.state().allocations().addresses().pool().takenCount()).isEqualTo(1);
        assertThat(log.state().allocations().ports().takenCount()).isZero();
    }

    @Test
    void anAddressOnAnExternalNameServiceIsForbidden() {
        Status status = Log.refusal(log.create(with(externalName("far"), spec -> spec.withClusterIP("10.233.0.10"))));

        assertThat(status.getMessage())
                .endsWith("spec.clusterIPs: Forbidden: may not be set for ExternalName services");
    }

    @Test
    void leavingExternalNameAllocatesAddressAndNodePorts() {
        log.create(externalName("web", tcp(80)));

        log.replace(nodePort("web", tcp(80)));

        assertThat(log.service("web").getSpec().getClusterIP()).startsWith("10.233.");
        assertThat(nodePorts(log.service("web"))).allMatch(port -> port >= 30086);
    }

    @Test
    void dualStackCannotBeRequired() {
        Status status = Log.refusal(
                log.create(with(clusterIp("web", tcp(80)), spec -> spec.withIpFamilyPolicy("RequireDualStack"))));

        assertThat(status.getMessage())
                .isEqualTo("Service \"web\" is invalid: spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this"
                        + " cluster is not configured for dual-stack services");
    }

    @Test
    void dualStackMayBePreferred() {
        log.create(with(clusterIp("web", tcp(80)), spec -> spec.withIpFamilyPolicy("PreferDualStack")));

        assertThat(log.service("web").getSpec().getIpFamilyPolicy()).isEqualTo("PreferDualStack");
        assertThat(log.service("web").getSpec().getIpFamilies()).containsExactly("IPv4");
    }

    @Test
    void aFamilyTheClusterDoesNotHaveIsRefused() {
        Status status =
                Log.refusal(log.create(with(clusterIp("web", tcp(80)), spec -> spec.withIpFamilies(List.of("IPv6")))));

        assertThat(status.getMessage())
                .isEqualTo("Service \"web\" is invalid: spec.ipFamilies[0]: Invalid value: \"IPv6\": not configured on"
                        + " this cluster");
    }

    @Test
    void aFamilyMayNotChange() {
        log.create(clusterIp("web", tcp(80)));

        Status status =
                Log.refusal(log.replace(with(clusterIp("web", tcp(80)), spec -> spec.withIpFamilies(List.of("IPv6")))));

        assertThat(status.getMessage())
                .isEqualTo("Service \"web\" is invalid: spec.ipFamilies[0]: Invalid value: [\"IPv6\"]: may not change"
                        + " once set");
    }

    @Test
    void fieldsOfLoadBalancersAreForbiddenElsewhereAndLeftOverOnesGo() {
        log.create(loadBalancer("lb", "Cluster", tcp(80)));

        log.replace(with(log.service("lb"), spec -> spec.withType("NodePort")));
        Status status = Log.refusal(
                log.replace(with(nodePort("lb", tcp(80)), spec -> spec.withLoadBalancerClass("example.com/lb"))));

        assertThat(log.service("lb").getSpec().getAllocateLoadBalancerNodePorts())
                .isNull();
        assertThat(status.getMessage())
                .endsWith("spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'");
    }

    @Test
    void aTrafficPolicyNeedsSomebodyOutside() {
        Status status = Log.refusal(
                log.create(with(clusterIp("web", tcp(80)), spec -> spec.withExternalTrafficPolicy("Local"))));

        assertThat(status.getMessage())
                .endsWith("spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for"
                        + " externally-accessible services");
    }

    private static Service with(Service service, UnaryOperator<ServiceSpecBuilder> change) {
        return new ServiceBuilder(service)
                .withSpec(
                        change.apply(new ServiceSpecBuilder(service.getSpec())).build())
                .build();
    }
}
