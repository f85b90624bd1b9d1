package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.samegate.contracts.Json;
import io.samegate.contracts.Timestamps;
import java.time.Instant;

/** What the owner of an object says in its metadata. */
final class Metadata {

    private Metadata() {}

    /** An object of one of the own kinds with other metadata. */
    static HasMetadata on(HasMetadata object, ObjectMeta metadata) {
        return switch (object) {
            case Pod pod -> new PodBuilder(pod).withMetadata(metadata).build();
            case Node node -> new NodeBuilder(node).withMetadata(metadata).build();
            case EndpointSlice slice ->
                new EndpointSliceBuilder(slice).withMetadata(metadata).build();
            case Endpoints list ->
                new EndpointsBuilder(list).withMetadata(metadata).build();
            default -> throw new IllegalArgumentException("kind " + object.getKind() + " (expected: one we own)");
        };
    }

    /** The metadata of an object that did not exist. */
    static ObjectMeta created(ObjectMeta asked, String uid, Instant now) {
        return new ObjectMetaBuilder(asked)
                .withUid(uid)
                .withCreationTimestamp(Timestamps.of(now))
                .withGeneration(null)
                .withSelfLink(null)
                .withResourceVersion(null)
                .withDeletionTimestamp(null)
                .withDeletionGracePeriodSeconds(null)
                .build();
    }

    /** The metadata of an object that goes on to exist: what the owner said stays. */
    static ObjectMeta replaced(ObjectMeta asked, ObjectMeta stored) {
        return new ObjectMetaBuilder(asked)
                .withUid(stored.getUid())
                .withCreationTimestamp(stored.getCreationTimestamp())
                .withGeneration(stored.getGeneration())
                .withSelfLink(stored.getSelfLink())
                .withResourceVersion(null)
                .withDeletionTimestamp(stored.getDeletionTimestamp())
                .withDeletionGracePeriodSeconds(stored.getDeletionGracePeriodSeconds())
                .build();
    }

    /**
     * Whether two objects would stand on the log in the same way, but for the times at which their fields were managed.
     * What the tracker makes itself it always makes in the same way, and it can be large; what others send is compared
     * as it would be written.
     */
    static boolean same(HasMetadata one, HasMetadata other) {
        if (one.equals(other)) {
            return true;
        }
        boolean ours = (one instanceof EndpointSlice || one instanceof Endpoints)
                && one.getMetadata().getManagedFields().isEmpty();
        return !ours && Json.sameButForManagedTimes(one, other);
    }
}
