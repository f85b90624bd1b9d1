package io.samegate.api.core.leases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.node.NodeSystem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeLeasesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void aLeaseBelongsToItsNodeAndSaysWhoHoldsIt() {
        Lease lease = NodeLeases.of(node("uid-1"), reportAfter(0));
        assertThat(lease.getMetadata().getNamespace()).isEqualTo("kube-node-lease");
        assertThat(lease.getMetadata().getName()).isEqualTo("node1");
        assertThat(lease.getMetadata().getOwnerReferences().getFirst().getUid()).isEqualTo("uid-1");
        assertThat(lease.getSpec().getHolderIdentity()).isEqualTo("node1");
        assertThat(lease.getSpec().getRenewTime().toInstant()).isEqualTo(NOON);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "9, false", "10, true", "-1, false"})
    void aLeaseIsRenewedEveryTenSeconds(long seconds, boolean renewed) {
        Lease held = NodeLeases.of(node("uid-1"), reportAfter(0));
        assertThat(NodeLeases.renews(held, NodeLeases.of(node("uid-1"), reportAfter(seconds))))
                .isEqualTo(renewed);
    }

    @Test
    void anotherNodeOfTheSameNameHasAnotherLease() {
        Lease held = NodeLeases.of(node("uid-1"), reportAfter(0));
        Lease next = NodeLeases.of(node("uid-2"), reportAfter(1));
        assertThat(NodeLeases.renews(held, next)).isTrue();
        assertThat(next.getMetadata().getUid()).isNotEqualTo(held.getMetadata().getUid());
    }

    private static Node node(String uid) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName("node1")
                .withUid(uid)
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .build();
    }

    private static NodeReport reportAfter(long seconds) {
        return new NodeReport(
                "node1",
                "instance",
                1,
                NOON.plusSeconds(seconds),
                List.of(),
                List.of(),
                Map.of(),
                new NodeSystem("", "", "", "", "", "", Map.of()),
                Map.of(),
                false);
    }
}
