package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.samegate.contracts.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A Pod behind a Service, at one of its addresses.
 *
 * @param ports the Service's ports as they are reached on this Pod; one that the Pod does not have is left out
 */
record Backend(Pod pod, String address, List<EndpointPort> ports, boolean publishNotReady, String hostname) {

    private static final String ZONE = "topology.kubernetes.io/zone";

    Backend {
        ports = List.copyOf(ports);
    }

    /** Whatever a Service selects in one family of addresses, sorted by the Pods' names. */
    static List<Backend> of(Service service, AddressFamily family, TrackerState state, AddressPolicy policy) {
        List<Backend> backends = new ArrayList<>();
        ObjectKey key = ObjectKey.of(service);
        for (Pod pod : state.pods().matching(key.namespace(), ServiceIndex.selector(service))) {
            PodView view = new PodView(pod);
            if (!view.isTerminal()) {
                view.address(family).ifPresent(address -> backends.add(of(service, view, address, policy)));
            }
        }
        return backends;
    }

    private static Backend of(Service service, PodView view, String address, AddressPolicy policy) {
        List<EndpointPort> ports = new ArrayList<>();
        for (ServicePort port : service.getSpec().getPorts()) {
            String protocol = protocolOf(port);
            OptionalInt reached = view.port(targetPort(port), protocol, address);
            if (reached.isPresent() && policy.mayDial(address, reached.getAsInt())) {
                ports.add(new EndpointPortBuilder()
                        .withName(port.getName() == null ? "" : port.getName())
                        .withProtocol(protocol)
                        .withPort(reached.getAsInt())
                        .withAppProtocol(port.getAppProtocol())
                        .build());
            }
        }
        boolean publish = Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
        return new Backend(view.pod(), address, ports, publish, hostnameIn(service, view.pod()));
    }

    boolean isTerminating() {
        return new PodView(pod).isTerminating();
    }

    boolean isServing() {
        return new PodView(pod).isReady();
    }

    /** Whether new connections may go there. */
    boolean isReady() {
        return publishNotReady || (isServing() && !isTerminating());
    }

    String uid() {
        return pod.getMetadata().getUid();
    }

    Endpoint endpoint(TrackerState state) {
        String node = new PodView(pod).nodeName();
        return new EndpointBuilder()
                .withAddresses(address)
                .withNewConditions()
                .withReady(isReady())
                .withServing(isServing())
                .withTerminating(isTerminating())
                .endConditions()
                .withHostname(hostname.isEmpty() ? null : hostname)
                .withNodeName(node.isEmpty() ? null : node)
                .withZone(zone(node, state).orElse(null))
                .withTargetRef(targetRef())
                .build();
    }

    ObjectReference targetRef() {
        return new ObjectReferenceBuilder()
                .withKind("Pod")
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(uid())
                .build();
    }

    /** The zone of a node, as its label says. */
    static Optional<String> zone(String node, TrackerState state) {
        return node.isEmpty()
                ? Optional.empty()
                : state.node(node).map(held -> Label.of(held.value()).get(ZONE));
    }

    private static String hostnameIn(Service service, Pod pod) {
        String hostname = pod.getSpec() == null ? null : pod.getSpec().getHostname();
        boolean named = hostname != null
                && service.getMetadata().getName().equals(pod.getSpec().getSubdomain());
        return named ? hostname : "";
    }

    private static String protocolOf(ServicePort port) {
        return port.getProtocol() == null || port.getProtocol().isEmpty() ? "TCP" : port.getProtocol();
    }

    private static IntOrString targetPort(ServicePort port) {
        IntOrString target = port.getTargetPort();
        boolean absent = target == null
                || (target.getIntVal() == null
                        ? target.getStrVal() == null || target.getStrVal().isEmpty()
                        : target.getIntVal() == 0);
        return absent ? new IntOrString(port.getPort()) : target;
    }
}
