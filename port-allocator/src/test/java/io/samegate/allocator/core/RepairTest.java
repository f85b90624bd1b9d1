package io.samegate.allocator.core;

import static io.samegate.allocator.core.ServiceFixture.nodePort;
import static io.samegate.allocator.core.ServiceFixture.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepairTest {

    private static final ObjectKey WEB = new ObjectKey("default", "web");

    private final Log log = Log.of("30000-30009", "10.0.0.0/28");

    @Test
    void whatIsRightIsNotTold() {
        log.create(nodePort("web", tcp(80)));
        AllocatorState before = log.state();

        log.notice(new AllocatorInput.RepairDue());

        assertThat(found()).isEmpty();
        assertThat(log.state()).isEqualTo(before);
    }

    @Test
    void aNumberOfTwoServicesIsToldOfTheSecondAndNoServiceIsChanged() {
        log.create(nodePort("mail", tcp(25, 30001)));
        log.tamper(stored("web", 30001, "10.0.0.9"));

        log.notice(new AllocatorInput.RepairDue());

        assertThat(found()).containsExactly("PortAlreadyAllocated Service/default/web");
        assertThat(log.service("web").getSpec().getPorts().get(0).getNodePort()).isEqualTo(30001);
    }

    @Test
    void aNumberThatWasFreedTogetherWithItsOtherHolderIsTakenAgain() {
        log.create(nodePort("mail", tcp(25, 30001)));
        log.tamper(stored("web", 30001, "10.0.0.9"));
        log.notice(new AllocatorInput.RepairDue());
        log.delete("mail");
        assertThat(log.state().allocations().ports().holder(30001)).isEmpty();

        log.notice(new AllocatorInput.RepairDue());

        assertThat(found()).last().isEqualTo("PortNotAllocated Service/default/web");
        assertThat(log.state().allocations().ports().holder(30001)).contains(WEB);
    }

    @Test
    void whatARangeThatWasChangedLeavesOutIsTold() {
        log.tamper(stored("web", 31000, "10.9.0.9"));

        log.notice(new AllocatorInput.RepairDue());

        assertThat(found())
                .containsExactly("PortOutOfRange Service/default/web", "ClusterIPOutOfRange Service/default/web");
    }

    @Test
    void addressesAreComparedToo() {
        log.tamper(stored("web", 30001, "10.0.0.9"));
        log.tamper(stored("xmpp", 30002, "10.0.0.9"));
        log.tamper(stored("yes", 30003, "10.0.0.1"));
        log.notice(new AllocatorInput.RepairDue());
        assertThat(found())
                .containsExactly(
                        "ClusterIPAlreadyAllocated Service/default/xmpp",
                        "ClusterIPAlreadyAllocated Service/default/yes");

        log.delete("web");
        log.notice(new AllocatorInput.RepairDue());

        assertThat(found()).last().isEqualTo("ClusterIPNotAllocated Service/default/xmpp");
    }

    @Test
    void fullRangesAreTold() {
        for (int i = 0; i < 10; i++) {
            log.create(nodePort("s" + i, tcp(80)));
        }
        for (int i = 0; i < 3; i++) {
            log.create(ServiceFixture.clusterIp("c" + i, tcp(80)));
        }

        log.notice(new AllocatorInput.RepairDue());

        assertThat(found())
                .containsExactly(
                        "PortRangeFull Service/default/kubernetes", "ServiceCIDRFull Service/default/kubernetes");
    }

    @Test
    void whatStaysAsItIsIsToldOnce() {
        log.tamper(stored("web", 31000, "10.0.0.9"));

        log.notice(new AllocatorInput.RepairDue());
        log.notice(new AllocatorInput.RepairDue());

        assertThat(found()).hasSize(1);
    }

    private List<String> found() {
        return log.facts().stream()
                .filter(fact -> fact.severity() == Severity.WARNING)
                .filter(fact -> !fact.type().equals("RequestRefused"))
                .map(RepairTest::shown)
                .toList();
    }

    private static String shown(Fact fact) {
        return fact.type() + " " + fact.about();
    }

    private static Service stored(String name, int nodePort, String address) {
        return new ServiceBuilder(nodePort(name, tcp(80, nodePort)))
                .editMetadata()
                .withUid(name)
                .withGeneration(1L)
                .endMetadata()
                .editSpec()
                .withClusterIP(address)
                .withClusterIPs(address)
                .endSpec()
                .build();
    }
}
