package io.samegate.tracker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.samegate.contracts.node.NodeReport;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodesTest {

    private final Ledger ledger = new Ledger(Given.SETTINGS);

    @Test
    void theFirstReportMakesTheNode() {
        beat(Given.report("node1", Map.of("node-role.kubernetes.io/control-plane", ""), 0, false));

        Node node = ledger.node("node1");
        assertThat(node.getStatus().getAddresses())
                .containsExactly(new NodeAddress("10.101.0.3", "InternalIP"), new NodeAddress("node1", "Hostname"));
        assertThat(node.getStatus().getNodeInfo().getKubeletVersion()).isEqualTo("v0.1.0");
        assertThat(node.getStatus().getNodeInfo().getContainerRuntimeVersion()).isEqualTo("samegate://0.1.0");
        assertThat(node.getStatus().getCapacity()).containsEntry("cpu", new Quantity("2"));
        assertThat(node.getStatus().getAllocatable()).isEqualTo(node.getStatus().getCapacity());
        assertThat(node.getMetadata().getLabels())
                .containsEntry("kubernetes.io/hostname", "node1")
                .containsEntry("node-role.kubernetes.io/control-plane", "");
        assertThat(ready()).isEqualTo("True");
        assertThat(ledger.factTypes()).containsExactly("NodeReady");
    }

    @Test
    void aHeartbeatAloneWritesNothing() {
        beat(Given.report("node1"));
        ledger.written.clear();

        ledger.now = ledger.now.plusSeconds(1);
        beat(Given.report("node1", Map.of(), 17, false));

        assertThat(ledger.written).isEmpty();
    }

    @Test
    void silenceBeyondTheGraceMakesItUnknown() {
        beat(Given.report("node1"));

        ledger.pass(Duration.ofSeconds(4));
        assertThat(ready()).isEqualTo("True");
        ledger.pass(Duration.ofMillis(1));

        assertThat(ready()).isEqualTo("Unknown");
        assertThat(ledger.factTypes()).endsWith("NodeNotReady");
    }

    @Test
    void aHeartbeatAfterSilenceMakesItReadyAgain() {
        beat(Given.report("node1"));
        ledger.pass(Duration.ofSeconds(5));

        beat(Given.report("node1"));

        assertThat(ready()).isEqualTo("True");
        assertThat(ledger.factTypes()).containsExactly("NodeReady", "NodeNotReady", "NodeReady");
    }

    @Test
    void theGraceBeginsAnewAtATakeover() {
        beat(Given.report("node1"));
        ledger.now = ledger.now.plusSeconds(60);

        ledger.notice(new TrackerInput.TookOver(ledger.now));
        ledger.pass(Duration.ofSeconds(4));

        assertThat(ready()).isEqualTo("True");
    }

    @Test
    void whatAGatewaySaidBeforeTheGraceBringsNoNodeBackAtATakeover() {
        beat(Given.report("node1"));
        ledger.pass(Duration.ofSeconds(60));

        ledger.notice(new TrackerInput.TookOver(ledger.now));
        ledger.notice(new TrackerInput.NodeReported(Given.report("node1"), ledger.now.minusSeconds(60)));

        assertThat(ready()).isEqualTo("Unknown");
    }

    @Test
    void aGatewayThatStopsMakesItsNodeNotReadyAtOnce() {
        beat(Given.report("node1"));

        beat(Given.report("node1", Map.of(), 0, true));

        assertThat(ready()).isEqualTo("False");
    }

    @Test
    void theLastWordOfAnOlderGatewayDoesNotCount() {
        NodeReport old = Given.report("node1", Map.of(), 0, true);
        beat(generation(2));

        beat(old);

        assertThat(ready()).isEqualTo("True");
    }

    @Test
    void labelsAnnotationsAndCordonOfUsersStay() {
        beat(Given.report("node1"));
        ledger.replace(new NodeBuilder(ledger.node("node1"))
                .editMetadata()
                .addToLabels("disk", "ssd")
                .endMetadata()
                .editSpec()
                .withUnschedulable(true)
                .endSpec()
                .withStatus(null)
                .build());

        beat(Given.report("node1"));

        assertThat(ledger.node("node1").getMetadata().getLabels()).containsEntry("disk", "ssd");
        assertThat(ledger.node("node1").getSpec().getUnschedulable()).isTrue();
        assertThat(ready()).isEqualTo("True");
    }

    @Test
    void aCordonIsNoTaint() {
        beat(Given.report("node1"));
        Node cordoned = new NodeBuilder(ledger.node("node1"))
                .editSpec()
                .withUnschedulable(true)
                .endSpec()
                .build();

        ledger.replace(cordoned);
        beat(Given.report("node1"));

        assertThat(ledger.node("node1").getSpec().getTaints()).isEmpty();
    }

    @Test
    void theStatusIsNotWrittenByClients() {
        beat(Given.report("node1"));

        assertThat(Ledger.refusalCode(ledger.replaceStatus(ledger.node("node1"))))
                .isEqualTo(403);
    }

    @Test
    void aDeletedNodeComesBackWithTheNextReport() {
        beat(Given.report("node1"));
        String uid = ledger.node("node1").getMetadata().getUid();
        ledger.delete(ledger.node("node1"));
        assertThat(ledger.state().node("node1")).isEmpty();

        ledger.now = ledger.now.plusSeconds(1);
        beat(Given.report("node1"));

        assertThat(ledger.node("node1").getMetadata().getUid()).isNotEqualTo(uid);
    }

    @Test
    void aNodeThatNobodyEverReportedIsUnknown() {
        ledger.create(new NodeBuilder()
                .withNewMetadata()
                .withName("node9")
                .endMetadata()
                .build());

        ledger.pass(Duration.ofSeconds(5));

        assertThat(ledger.node("node9").getStatus().getConditions())
                .extracting(NodeCondition::getStatus)
                .containsExactly("Unknown");
    }

    @Test
    void aDeadGatewaySaysNothingAboutThePodsOfItsNode() {
        beat(Given.report("node1"));
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        ledger.pass(Duration.ofSeconds(60));

        assertThat(ready()).isEqualTo("Unknown");
        assertThat(ledger.onlySlice("web")
                        .getEndpoints()
                        .getFirst()
                        .getConditions()
                        .getReady())
                .isTrue();
    }

    private void beat(NodeReport report) {
        ledger.notice(new TrackerInput.NodeReported(report, ledger.now));
    }

    private static NodeReport generation(long generation) {
        NodeReport report = Given.report("node1");
        return new NodeReport(
                report.node(),
                "successor",
                generation,
                report.time(),
                report.internalAddresses(),
                report.externalAddresses(),
                report.labels(),
                report.system(),
                report.applied(),
                false);
    }

    private String ready() {
        return ledger.node("node1").getStatus().getConditions().getFirst().getStatus();
    }
}
