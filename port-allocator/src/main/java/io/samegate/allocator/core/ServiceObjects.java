package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceStatus;
import io.samegate.contracts.Json;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.Timestamps;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.eventlog.decide.Finalizers;
import java.time.Instant;
import java.util.List;

/** Makes the objects that are stored: the owner's fields are the owner's, whatever a client says. */
final class ServiceObjects {

    private ServiceObjects() {}

    /** A new Service; the request's id becomes its uid. */
    static Service created(
            RequestHeader header, Service asked, ServiceSpec spec, List<String> nodeAddresses, Instant now) {
        ObjectMeta metadata = new ObjectMetaBuilder(asked.getMetadata())
                .withNamespace(header.target().key().namespace())
                .withName(header.target().key().name())
                .withUid(header.id())
                .withCreationTimestamp(Timestamps.of(now))
                .withGeneration(1L)
                .withSelfLink(null)
                .withResourceVersion(null)
                .withDeletionTimestamp(null)
                .withDeletionGracePeriodSeconds(null)
                .build();
        return new ServiceBuilder(asked)
                .withMetadata(metadata)
                .withSpec(spec)
                .withStatus(LoadBalancers.status(spec, new ServiceStatus(), nodeAddresses))
                .build();
    }

    /** {@code before} with other metadata and another spec; the generation counts changes of the spec alone. */
    static Service changed(Service before, ObjectMeta metadata, ServiceSpec spec, List<String> nodeAddresses) {
        ObjectMeta old = before.getMetadata();
        int step = Json.same(before.getSpec(), spec) ? 0 : 1;
        ObjectMeta kept = new ObjectMetaBuilder(metadata)
                .withNamespace(old.getNamespace())
                .withName(old.getName())
                .withUid(old.getUid())
                .withCreationTimestamp(old.getCreationTimestamp())
                .withGeneration(old.getGeneration() + step)
                .withSelfLink(old.getSelfLink())
                .withResourceVersion(null)
                .withDeletionTimestamp(old.getDeletionTimestamp())
                .withDeletionGracePeriodSeconds(old.getDeletionGracePeriodSeconds())
                .build();
        return new ServiceBuilder(before)
                .withMetadata(kept)
                .withSpec(spec)
                .withStatus(LoadBalancers.status(spec, before.getStatus(), nodeAddresses))
                .build();
    }

    /**
     * {@code before} with the status that is asked for, and with who manages that; where it is a LoadBalancer of ours the
     * addresses are not the client's.
     */
    static Service told(Service before, Service asked, List<String> nodeAddresses) {
        return new ServiceBuilder(before)
                .editMetadata()
                .withManagedFields(asked.getMetadata().getManagedFields())
                .endMetadata()
                .withStatus(LoadBalancers.status(before.getSpec(), asked.getStatus(), nodeAddresses))
                .build();
    }

    /** {@code before} once its deletion was asked for, while its finalizers hold it. */
    static Service deleting(Service before, Instant now) {
        return new ServiceBuilder(before)
                .withMetadata(Finalizers.marked(before.getMetadata(), now))
                .build();
    }

    /** As a client sees it who reads it; without a resourceVersion where it has no record yet. */
    static Service asStored(Service service, long offset) {
        return offset == ResourceVersion.UNCOMMITTED
                ? service
                : new ServiceBuilder(service)
                        .withMetadata(ResourceVersion.stamp(service, offset))
                        .build();
    }
}
