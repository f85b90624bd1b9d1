package io.samegate.api.core.defaults;

import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HTTPGetActionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.samegate.api.core.events.EventForms;
import io.samegate.contracts.ObjectKind;

/**
 * Fills in what a client may leave out, as Kubernetes does, as far as the object alone decides it. What depends on the
 * stored object or on other objects (addresses, node ports) is for the owner of the kind. Stateless; a defaulted object
 * stays as it is.
 */
public final class Defaults {

    static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private static final String TCP = "TCP";

    private Defaults() {}

    /**
     * A copy with the defaults and, for a kind that has one, with this namespace.
     *
     * @param namespace the namespace of the request's path; empty and unused for cluster-scoped kinds
     */
    public static HasMetadata apply(HasMetadata object, String namespace) {
        String home = ObjectKind.of(object).namespaced() ? namespace : null;
        return switch (ObjectKind.of(object)) {
            case SERVICE -> ServiceDefaults.apply((Service) object, home);
            case POD -> pod((Pod) object, home);
            case NAMESPACE -> namespace((Namespace) object);
            case NODE ->
                new NodeBuilder((Node) object)
                        .editOrNewMetadata()
                        .withNamespace(null)
                        .endMetadata()
                        .build();
            case ENDPOINTS -> endpoints((Endpoints) object, home);
            case ENDPOINT_SLICE -> slice((EndpointSlice) object, home);
            case EVENT -> event((Event) object, home);
            case NEWER_EVENT -> EventForms.newer(newerEvent(EventForms.older(object), home));
            case LEASE -> object; // nobody writes them
        };
    }

    private static Namespace namespace(Namespace namespace) {
        String name = namespace.getMetadata().getName();
        NamespaceBuilder builder = new NamespaceBuilder(namespace)
                .editOrNewMetadata()
                .withNamespace(null)
                .endMetadata();
        if (name != null && !name.isEmpty()) {
            builder.editMetadata().addToLabels(NAME_LABEL, name).endMetadata();
        }
        if (namespace.getStatus() == null || namespace.getStatus().getPhase() == null) {
            builder.editOrNewStatus().withPhase("Active").endStatus();
        }
        return builder.build();
    }

    private static Pod pod(Pod pod, String home) {
        PodBuilder builder = new PodBuilder(pod)
                .editOrNewMetadata()
                .withNamespace(home)
                .endMetadata()
                .editOrNewSpec()
                .endSpec();
        var spec = builder.editSpec();
        if (!spec.hasRestartPolicy()) {
            spec.withRestartPolicy("Always");
        }
        if (!spec.hasTerminationGracePeriodSeconds()) {
            spec.withTerminationGracePeriodSeconds(30L);
        }
        spec.endSpec();
        builder.accept(ContainerPortBuilder.class, port -> {
            if (isEmpty(port.getProtocol())) {
                port.withProtocol(TCP);
            }
        });
        builder.accept(ProbeBuilder.class, Defaults::probe);
        builder.accept(HTTPGetActionBuilder.class, get -> {
            if (isEmpty(get.getPath())) {
                get.withPath("/");
            }
            if (isEmpty(get.getScheme())) {
                get.withScheme("HTTP");
            }
        });
        builder.accept(PodStatusBuilder.class, Defaults::addresses);
        return builder.build();
    }

    private static void probe(ProbeBuilder probe) {
        if (isUnset(probe.getPeriodSeconds())) {
            probe.withPeriodSeconds(10);
        }
        if (isUnset(probe.getTimeoutSeconds())) {
            probe.withTimeoutSeconds(1);
        }
        if (isUnset(probe.getSuccessThreshold())) {
            probe.withSuccessThreshold(1);
        }
        if (isUnset(probe.getFailureThreshold())) {
            probe.withFailureThreshold(3);
        }
    }

    /** {@code podIP} and {@code podIPs[0]} are one fact in two places, and so are the host's. */
    private static void addresses(PodStatusBuilder status) {
        if (!isEmpty(status.getPodIP()) && !status.hasPodIPs()) {
            status.addNewPodIP(status.getPodIP());
        } else if (isEmpty(status.getPodIP()) && status.hasPodIPs()) {
            status.withPodIP(status.buildFirstPodIP().getIp());
        }
        if (!isEmpty(status.getHostIP()) && !status.hasHostIPs()) {
            status.addNewHostIP(status.getHostIP());
        } else if (isEmpty(status.getHostIP()) && status.hasHostIPs()) {
            status.withHostIP(status.buildFirstHostIP().getIp());
        }
    }

    private static Endpoints endpoints(Endpoints endpoints, String home) {
        return new EndpointsBuilder(endpoints)
                .editOrNewMetadata()
                .withNamespace(home)
                .endMetadata()
                .accept(EndpointPortBuilder.class, port -> {
                    if (isEmpty(port.getProtocol())) {
                        port.withProtocol(TCP);
                    }
                })
                .build();
    }

    private static EndpointSlice slice(EndpointSlice slice, String home) {
        return new EndpointSliceBuilder(slice)
                .editOrNewMetadata()
                .withNamespace(home)
                .endMetadata()
                .accept(io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder.class, port -> {
                    if (isEmpty(port.getProtocol())) {
                        port.withProtocol(TCP);
                    }
                    if (port.getName() == null) {
                        port.withName("");
                    }
                })
                .build();
    }

    private static Event event(Event event, String home) {
        EventBuilder builder =
                new EventBuilder(event).editOrNewMetadata().withNamespace(home).endMetadata();
        if (isUnset(event.getCount()) && event.getSeries() == null) {
            builder.withCount(1);
        }
        if (isEmpty(event.getType())) {
            builder.withType("Normal");
        }
        return builder.build();
    }

    /** Counts belong to the older form. */
    private static Event newerEvent(Event event, String home) {
        return new EventBuilder(event)
                .editOrNewMetadata()
                .withNamespace(home)
                .endMetadata()
                .build();
    }

    static boolean isEmpty(String value) {
        return value == null || value.isEmpty();
    }

    /** Zero is how a client that cannot leave a number out says nothing. */
    static boolean isUnset(Integer value) {
        return value == null || value == 0;
    }
}
