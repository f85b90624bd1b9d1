package io.samegate.api.core.objects;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ResourceVersion;

/** Objects as clients see them: with the resourceVersion that the log gives them. Stateless. */
public final class Stamped {

    private Stamped() {}

    /** A copy that shares everything but the metadata with {@code object}, which stays as it is. */
    public static HasMetadata of(HasMetadata object, long offset) {
        ObjectMeta metadata = ResourceVersion.stamp(object, offset);
        return switch (ObjectKind.of(object)) {
            case NAMESPACE -> namespace((Namespace) object, metadata);
            case SERVICE -> service((Service) object, metadata);
            case POD -> pod((Pod) object, metadata);
            case NODE -> node((Node) object, metadata);
            case ENDPOINTS -> endpoints((Endpoints) object, metadata);
            case ENDPOINT_SLICE -> slice((EndpointSlice) object, metadata);
            case EVENT ->
                new EventBuilder((Event) object).withMetadata(metadata).build();
            case NEWER_EVENT ->
                new io.fabric8.kubernetes.api.model.events.v1.EventBuilder(
                                (io.fabric8.kubernetes.api.model.events.v1.Event) object)
                        .withMetadata(metadata)
                        .build();
            case LEASE ->
                new LeaseBuilder((Lease) object).withMetadata(metadata).build();
        };
    }

    private static Namespace namespace(Namespace it, ObjectMeta metadata) {
        Namespace copy = new Namespace(it.getApiVersion(), it.getKind(), metadata, it.getSpec(), it.getStatus());
        copy.setAdditionalProperties(it.getAdditionalProperties());
        return copy;
    }

    private static Service service(Service it, ObjectMeta metadata) {
        Service copy = new Service(it.getApiVersion(), it.getKind(), metadata, it.getSpec(), it.getStatus());
        copy.setAdditionalProperties(it.getAdditionalProperties());
        return copy;
    }

    private static Pod pod(Pod it, ObjectMeta metadata) {
        Pod copy = new Pod(it.getApiVersion(), it.getKind(), metadata, it.getSpec(), it.getStatus());
        copy.setAdditionalProperties(it.getAdditionalProperties());
        return copy;
    }

    private static Node node(Node it, ObjectMeta metadata) {
        Node copy = new Node(it.getApiVersion(), it.getKind(), metadata, it.getSpec(), it.getStatus());
        copy.setAdditionalProperties(it.getAdditionalProperties());
        return copy;
    }

    private static Endpoints endpoints(Endpoints it, ObjectMeta metadata) {
        Endpoints copy = new Endpoints(it.getApiVersion(), it.getKind(), metadata, it.getSubsets());
        copy.setAdditionalProperties(it.getAdditionalProperties());
        return copy;
    }

    private static EndpointSlice slice(EndpointSlice it, ObjectMeta metadata) {
        EndpointSlice copy = new EndpointSlice(
                it.getAddressType(), it.getApiVersion(), it.getEndpoints(), it.getKind(), metadata, it.getPorts());
        copy.setAdditionalProperties(it.getAdditionalProperties());
        return copy;
    }
}
