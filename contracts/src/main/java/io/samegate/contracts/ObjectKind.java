package io.samegate.contracts;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Arrays;
import java.util.Optional;

/** The Kubernetes kinds that travel between the services, with the names each has on the wire and in paths. */
public enum ObjectKind {
    NAMESPACE("", "v1", "Namespace", "namespaces", false, Namespace.class),
    SERVICE("", "v1", "Service", "services", true, Service.class),
    POD("", "v1", "Pod", "pods", true, Pod.class),
    NODE("", "v1", "Node", "nodes", false, Node.class),
    ENDPOINTS("", "v1", "Endpoints", "endpoints", true, Endpoints.class),
    ENDPOINT_SLICE("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true, EndpointSlice.class),
    EVENT("", "v1", "Event", "events", true, Event.class);

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

    /** The kind with this name ("Service"), whatever its group and version. */
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

    /** The API group, empty for the core group. */
    public String group() {
        return group;
    }

    public String version() {
        return version;
    }

    /** {@code v1} or {@code group/version}, as in {@code apiVersion}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The name in {@code kind}. */
    public String kind() {
        return kind;
    }

    /** The name in paths and in messages about one object of it. */
    public String plural() {
        return plural;
    }

    /** The name in messages: {@code services}, {@code endpointslices.discovery.k8s.io}. */
    public String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    public boolean namespaced() {
        return namespaced;
    }

    /** The fabric8 class that carries it. */
    public Class<? extends HasMetadata> model() {
        return model;
    }
}
