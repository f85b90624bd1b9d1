package io.samegate.allocator.core;

import static io.samegate.allocator.core.ServiceFixture.clusterIp;
import static io.samegate.allocator.core.ServiceFixture.externalName;
import static io.samegate.allocator.core.ServiceFixture.loadBalancer;
import static io.samegate.allocator.core.ServiceFixture.nodePort;
import static io.samegate.allocator.core.ServiceFixture.nodePorts;
import static io.samegate.allocator.core.ServiceFixture.port;
import static io.samegate.allocator.core.ServiceFixture.tcp;
import static io.samegate.allocator.core.ServiceFixture.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.request.Request;
import io.samegate.eventlog.decide.Decision;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of Kubernetes for node ports, one test each. */
class NodePortRulesTest {

    private final Log log = Log.usual();

    @Test
    void aPortWithoutANumberGetsOneFromTheDynamicBand() {
        for (int i = 0; i < 200; i++) {
            log.create(nodePort("s" + i, tcp(80)));
            assertThat(nodePorts(log.service("s" + i))).allMatch(port -> port >= 30086 && port <= 32767);
        }
    }

    @Test
    void aNumberThatIsAskedForIsGivenAlsoFromTheStaticBand() {
        log.create(nodePort("web", tcp(80, 30000)));

        assertThat(nodePorts(log.service("web"))).containsExactly(30000);
    }

    @Test
    void theStaticBandIsHandedOutAtRandomOnlyWhenTheRestIsFull() {
        // Given 20 ports: 16 static, 4 dynamic
        Log small = Log.of("30000-30019", "10.0.0.0/24");
        Set<Integer> firstFour = new HashSet<>();
        // When
        for (int i = 0; i < 4; i++) {
            small.create(nodePort("s" + i, tcp(80)));
            firstFour.addAll(nodePorts(small.service("s" + i)));
        }
        small.create(nodePort("fifth", tcp(80)));
        // Then
        assertThat(firstFour).containsExactlyInAnyOrder(30016, 30017, 30018, 30019);
        assertThat(nodePorts(small.service("fifth"))).allMatch(port -> port < 30016);
    }

    @Test
    void aFullRangeIsAnInternalErrorAndChangesNothing() {
        Log small = Log.of("30000-30000", "10.0.0.0/24");
        small.create(nodePort("first", tcp(80)));
        AllocatorState before = small.state();

        Decision decision = small.create(nodePort("second", tcp(80)));

        assertThat(Log.refusal(decision))
                .returns(500, Status::getCode)
                .returns("InternalError", Status::getReason)
                .returns("Internal error occurred: failed to allocate a nodePort: range is full", Status::getMessage);
        assertThat(small.state()).isEqualTo(before);
    }

    @Test
    void aNumberOfAnotherServiceIsRefusedWhateverTheProtocolOrNamespace() {
        log.namespace("mail", NamespacePhase.ACTIVE);
        log.create(nodePort("web", tcp(80, 30080)));
        Service other = new ServiceBuilder(nodePort("dns", udp(53), udp(54, 30080)))
                .editMetadata()
                .withNamespace("mail")
                .endMetadata()
                .build();

        Status status = Log.refusal(log.create(other));

        assertThat(status.getCode()).isEqualTo(422);
        assertThat(status.getMessage())
                .isEqualTo("Service \"dns\" is invalid: spec.ports[1].nodePort: Invalid value: 30080:"
                        + " provided port is already allocated");
        assertThat(status.getDetails().getCauses().get(0).getField()).isEqualTo("spec.ports[1].nodePort");
    }

    @Test
    void aNumberOutsideTheRangeIsRefused() {
        Status status = Log.refusal(log.create(nodePort("web", tcp(80, 29999))));

        assertThat(status.getMessage())
                .isEqualTo("Service \"web\" is invalid: spec.ports[0].nodePort: Invalid value: 29999: provided port is"
                        + " not in the valid range. The range of valid ports is 30000-32767");
    }

    @Test
    void tcpAndUdpOnOnePortNumberShareANodePort() {
        log.create(nodePort("dns", tcp(53), udp(53)));
        log.create(nodePort("dns2", tcp(53), udp(53, 30053)));

        assertThat(Set.copyOf(nodePorts(log.service("dns")))).hasSize(1);
        assertThat(nodePorts(log.service("dns2"))).containsExactly(30053, 30053);
    }

    @Test
    void tcpAndUdpOnOnePortNumberMayAskForTwo() {
        log.create(nodePort("dns", tcp(53, 30053), udp(53, 30054)));

        assertThat(nodePorts(log.service("dns"))).containsExactly(30053, 30054);
    }

    @Test
    void twoPortNumbersAskingForOneNodePortAreRefusedOnCreate() {
        Status status = Log.refusal(log.create(nodePort("web", tcp(80, 30080), udp(81, 30080))));

        assertThat(status.getMessage())
                .endsWith("spec.ports[1].nodePort: Invalid value: 30080: provided port is already allocated");
    }

    @Test
    void twoPortNumbersAskingForOneNodePortAreAcceptedOnUpdate() {
        log.create(nodePort("web", tcp(80, 30080)));

        log.replace(nodePort("web", tcp(80, 30080), udp(81, 30080)));

        assertThat(nodePorts(log.service("web"))).containsExactly(30080, 30080);
    }

    @Test
    void aRandomPickNeverTakesWhatTheSameSpecAsksFor() {
        Log small = Log.of("30000-30001", "10.0.0.0/24");

        small.create(nodePort("web", tcp(80), tcp(81, 30001)));

        assertThat(nodePorts(small.service("web"))).containsExactly(30000, 30001);
    }

    @Test
    void applyingAgainWithoutNumbersKeepsThemByPortName() {
        log.create(nodePort("web", tcp(80), tcp(443)));
        List<Integer> before = nodePorts(log.service("web"));

        log.replace(nodePort("web", port("p443", 8443, "TCP", 0), port("p80", 8080, "UDP", 0)));

        assertThat(nodePorts(log.service("web"))).containsExactly(before.get(1), before.get(0));
    }

    @Test
    void aRenamedPortGetsANewNumberAndTheOldOneIsFree() {
        log.create(nodePort("web", tcp(80, 30080)));

        log.replace(nodePort("web", port("http", 80, "TCP", 0)));

        assertThat(nodePorts(log.service("web"))).doesNotContain(30080);
        assertThat(log.state().allocations().ports().holder(30080)).isEmpty();
    }

    @Test
    void aNumberAnotherPortNowAsksForIsNotKeptByName() {
        log.create(nodePort("web", tcp(80, 30080)));

        log.replace(nodePort("web", tcp(80), tcp(81, 30080)));

        List<Integer> after = nodePorts(log.service("web"));
        assertThat(after.get(0)).isNotEqualTo(30080);
        assertThat(after.get(1)).isEqualTo(30080);
    }

    @Test
    void aNumberIsReleasedOnlyWithTheWriteThatDropsIt() {
        log.create(nodePort("web", tcp(80, 30080)));
        // Given an update that drops 30080 but fails on its second port
        Decision failed = log.replace(nodePort("web", tcp(80, 30081), tcp(81, 29999)));
        assertThat(Log.isAccepted(failed)).isFalse();
        assertThat(log.state().allocations().ports().holder(30080)).isPresent();
        assertThat(log.state().allocations().ports().holder(30081)).isEmpty();
        // When
        log.replace(nodePort("web", tcp(80, 30081)));
        // Then
        assertThat(log.state().allocations().ports().holder(30080)).isEmpty();
        assertThat(log.state().allocations().ports().holder(30081)).contains(new ObjectKey("default", "web"));
    }

    @Test
    void nodePortToClusterIpWipesWhatTheClientLeftOver() {
        log.create(nodePort("web", tcp(80, 30080)));
        Service leftOver = new ServiceBuilder(log.service("web"))
                .editSpec()
                .withType("ClusterIP")
                .endSpec()
                .build();

        log.replace(leftOver);

        Service after = log.service("web");
        assertThat(nodePorts(after)).containsExactly(0);
        assertThat(after.getSpec().getExternalTrafficPolicy()).isNull();
        assertThat(after.getSpec().getClusterIP()).isEqualTo(leftOver.getSpec().getClusterIP());
        assertThat(log.state().allocations().ports().takenCount()).isZero();
    }

    @Test
    void nodePortToClusterIpWithANewNumberIsForbidden() {
        log.create(nodePort("web", tcp(80, 30080)));

        Status status = Log.refusal(log.replace(clusterIp("web", tcp(80, 30081))));

        assertThat(status.getMessage())
                .isEqualTo("Service \"web\" is invalid: spec.ports[0].nodePort: Forbidden: may not be used when `type`"
                        + " is 'ClusterIP'");
    }

    @Test
    void aNodePortOnANewClusterIpServiceIsForbidden() {
        Status status = Log.refusal(log.create(clusterIp("web", tcp(80, 30080))));

        assertThat(status.getMessage()).endsWith("may not be used when `type` is 'ClusterIP'");
    }

    @Test
    void clusterIpToNodePortAllocatesAndKeepsTheAddress() {
        log.create(clusterIp("web", tcp(80)));
        String address = log.service("web").getSpec().getClusterIP();

        log.replace(nodePort("web", tcp(80)));

        assertThat(nodePorts(log.service("web"))).allMatch(port -> port >= 30086);
        assertThat(log.service("web").getSpec().getClusterIP()).isEqualTo(address);
    }

    @Test
    void nodePortToLoadBalancerAndBackKeepsTheNumbers() {
        log.create(nodePort("web", tcp(80)));
        List<Integer> before = nodePorts(log.service("web"));

        log.replace(loadBalancer("web", "Cluster", tcp(80)));
        assertThat(nodePorts(log.service("web"))).isEqualTo(before);
        log.replace(nodePort("web", tcp(80)));

        assertThat(nodePorts(log.service("web"))).isEqualTo(before);
    }

    @Test
    void aNumberOnAnExternalNameServiceIsNobodys() {
        log.create(externalName("far", tcp(80, 30080)));

        assertThat(Log.isAccepted(log.create(nodePort("web", tcp(80, 30080))))).isTrue();
    }

    @Test
    void anExternalNameServiceDoesNotOwnTheNumberItNamesWhenItBecomesNodePort() {
        log.create(externalName("far", tcp(80, 30080)));
        log.create(nodePort("web", tcp(80, 30080)));

        Status status = Log.refusal(log.replace(nodePort("far", tcp(80, 30080))));

        assertThat(status.getMessage()).endsWith("provided port is already allocated");
    }

    @Test
    void aLoadBalancerThatWantsNoNodePortsGetsOnlyTheOnesItNames() {
        Service service = new ServiceBuilder(loadBalancer("lb", "Cluster", tcp(80), tcp(81, 30081)))
                .editSpec()
                .withAllocateLoadBalancerNodePorts(false)
                .endSpec()
                .build();

        log.create(service);

        assertThat(nodePorts(log.service("lb"))).containsExactly(0, 30081);
        assertThat(log.state().allocations().ports().takenCount()).isEqualTo(1);
    }

    @Test
    void deletingReleasesEverythingAtOnce() {
        log.create(loadBalancer("lb", "Local", tcp(80), udp(80)));
        String address = log.service("lb").getSpec().getClusterIP();

        log.delete("lb");

        assertThat(log.state().allocations().ports().takenCount()).isZero();
        assertThat(log.state().allocations().addresses().holder(address)).isEmpty();
    }

    @Test
    void aReleasedNumberCanBeAskedForAtOnce() {
        log.create(nodePort("web", tcp(80, 30080)));
        log.delete("web");

        assertThat(Log.isAccepted(log.create(nodePort("mail", tcp(25, 30080))))).isTrue();
    }

    @Test
    void aLocalLoadBalancerHasAHealthCheckPortFromTheSameNumbers() {
        log.create(loadBalancer("lb", "Local", tcp(80)));
        int healthCheck = log.service("lb").getSpec().getHealthCheckNodePort();

        Status status = Log.refusal(log.create(nodePort("web", tcp(80, healthCheck))));

        assertThat(healthCheck).isBetween(30086, 32767).isNotIn(nodePorts(log.service("lb")));
        assertThat(status.getMessage()).endsWith("provided port is already allocated");
    }

    @Test
    void aHealthCheckPortThatCannotBeHadIsAnInternalError() {
        log.create(nodePort("web", tcp(80, 30080)));
        Service asking = new ServiceBuilder(loadBalancer("lb", "Local", tcp(80)))
                .editSpec()
                .withHealthCheckNodePort(30080)
                .endSpec()
                .build();

        Status status = Log.refusal(log.create(asking));

        assertThat(status)
                .returns(500, Status::getCode)
                .returns(
                        "Internal error occurred: failed to allocate requested HealthCheck NodePort 30080: provided"
                                + " port is already allocated",
                        Status::getMessage);
    }

    @Test
    void theHealthCheckPortIsKeptWhenLeftOutAndCannotBeChanged() {
        log.create(loadBalancer("lb", "Local", tcp(80)));
        int healthCheck = log.service("lb").getSpec().getHealthCheckNodePort();

        log.replace(loadBalancer("lb", "Local", tcp(81)));
        assertThat(log.service("lb").getSpec().getHealthCheckNodePort()).isEqualTo(healthCheck);
        Status status = Log.refusal(log.replace(new ServiceBuilder(loadBalancer("lb", "Local", tcp(81)))
                .editSpec()
                .withHealthCheckNodePort(healthCheck == 32767 ? 32766 : healthCheck + 1)
                .endSpec()
                .build()));

        assertThat(status.getMessage())
                .isEqualTo("Service \"lb\" is invalid: spec.healthCheckNodePort: Forbidden: field is immutable");
    }

    @Test
    void theHealthCheckPortGoesWithThePolicyThatNeededIt() {
        log.create(loadBalancer("lb", "Local", tcp(80)));
        Service leftOver = new ServiceBuilder(log.service("lb"))
                .editSpec()
                .withExternalTrafficPolicy("Cluster")
                .endSpec()
                .build();

        log.replace(leftOver);

        assertThat(log.service("lb").getSpec().getHealthCheckNodePort()).isNull();
        assertThat(log.state().allocations().ports().takenCount()).isEqualTo(1);
    }

    @Test
    void aDryRunShowsNumbersAndAllocatesNothing() {
        AllocatorState before = log.state();
        Service asked = nodePort("web", tcp(80));

        Decision decision =
                log.ask(new Request.Create(log.header(ObjectKey.of(asked)).withDryRun(true), asked));

        assertThat(nodePorts((Service) Log.simulated(decision))).allMatch(port -> port >= 30086);
        assertThat(log.state()).isEqualTo(before);
    }
}
