package io.samegate.api.core.leases;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.node.NodeReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The Lease of a node, which follows from the node and what its gateway last reported. A gateway reports every second; a
 * Lease is renewed every ten, as a kubelet does, so that nobody who watches Leases hears of each heartbeat. Stateless.
 */
public final class NodeLeases {

    /** Where Kubernetes keeps the Leases of nodes. */
    public static final String NAMESPACE = "kube-node-lease";

    private static final Duration RENEWED_EVERY = Duration.ofSeconds(10);
    private static final int DURATION_SECONDS = 40;

    private NodeLeases() {}

    /** The Lease of a node whose gateway has reported. */
    public static Lease of(Node node, NodeReport report) {
        String name = node.getMetadata().getName();
        String uid = node.getMetadata().getUid();
        return new LeaseBuilder()
                .withApiVersion(ObjectKind.LEASE.apiVersion())
                .withKind(ObjectKind.LEASE.kind())
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .withUid(uid(uid))
                .withCreationTimestamp(node.getMetadata().getCreationTimestamp())
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(ObjectKind.NODE.apiVersion())
                        .withKind(ObjectKind.NODE.kind())
                        .withName(name)
                        .withUid(uid)
                        .build())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(name)
                .withLeaseDurationSeconds(DURATION_SECONDS)
                .withRenewTime(report.time().truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC))
                .endSpec()
                .build();
    }

    /** Whether {@code next} says more than {@code held} does; of the same node within ten seconds it does not. */
    public static boolean renews(Lease held, Lease next) {
        boolean same = held.getMetadata().equals(next.getMetadata());
        return !same || !renewed(next).isBefore(renewed(held).plus(RENEWED_EVERY));
    }

    private static Instant renewed(Lease lease) {
        return lease.getSpec().getRenewTime().toInstant();
    }

    private static String uid(String node) {
        return UUID.nameUUIDFromBytes(("samegate.io/leases/" + node).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
