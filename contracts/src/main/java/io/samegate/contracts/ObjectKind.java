package io.samegate.contracts;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Arrays;
import java.util.Optional;

/** The Kubernetes kinds that travel between the services, with the names each has on the wire and in paths. */
public enum ObjectKind implements ApiKind {
    NAMESPACE("", "v1", "Namespace", "namespaces", false, Namespace.class),
    SERVICE("", "v1", "Service", "services", true, Service.class),
    POD("", "v1", "Pod", "pods", true, Pod.class),
    NODE("", "v1", "Node", "nodes", false, Node.class),
    ENDPOINTS("", "v1", "Endpoints", "endpoints", true, Endpoints.class),
    ENDPOINT_SLICE("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true, EndpointSlice.class),
    EVENT("", "v1", "Event", "events", true, Event.class),
    /** The same objects as {@link #EVENT} in the words of {@code events.k8s.io}; these never travel. */
    NEWER_EVENT("events.k8s.io", "v1", "Event", "events", true, io.fabric8.kubernetes.api.model.events.v1.Event.class),
    /** A node's sign of life; follows from the reports of the gateways and never travels. */
    LEASE("coordination.k8s.io", "v1", "Lease", "leases", true, Lease.class);

    private final String group;
    private final String version;
    private final String kind;
    private final String plural;
    private final boolean namespaced;
    private final Class<? extends HasMetadata> model;

    ObjectKind(
            String group,
            String version,
            String kind,
            String plural,
            boolean namespaced,
            Class<? extends HasMetadata> model) {
        this.group = group;
        this.version = version;
        this.kind = kind;
        this.plural = plural;
        this.namespaced = namespaced;
        this.model = model;
    }

    /** The kind with this name ("Service"), whatever its group and version; of two the one that travels. */
    public static Optional<ObjectKind> named(String kind) {
        return Arrays.stream(values()).filter(k -> k.kind.equals(kind)).findFirst();
    }

    /** The kind an object is of. */
    public static ObjectKind of(HasMetadata object) {
        return Arrays.stream(values())
                .filter(k -> k.model.isInstance(object))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kind: "
                        + object.getClass().getSimpleName() + " (expected: one of " + Arrays.toString(values()) + ")"));
    }

    @Override
    public String group() {
        return group;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public String plural() {
        return plural;
    }

    @Override
    public boolean namespaced() {
        return namespaced;
    }

    /** The fabric8 class that carries it. */
    public Class<? extends HasMetadata> model() {
        return model;
    }
}
