package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.samegate.contracts.ObjectKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    /**
     * Whatever a Service selects, by family of addresses and sorted by the Pods' names; nothing where it selects none.
     */
    static Map<AddressFamily, List<Backend>> of(Service service, TrackerState state, AddressPolicy policy) {
        Map<AddressFamily, List<Backend>> backends = new EnumMap<>(AddressFamily.class);
        String namespace = ObjectKey.of(service).namespace();
        List<Pod> selected = state.pods().matching(namespace, ServiceIndex.selector(service));
        for (AddressFamily family : families(service)) {
            List<Backend> ofFamily = new ArrayList<>();
            for (Pod pod : selected) {
                PodView view = new PodView(pod);
                if (!view.isTerminal() && !view.hasLeft()) {
                    view.address(family).ifPresent(address -> ofFamily.add(of(service, view, address, policy)));
                }
            }
            backends.put(family, ofFamily);
        }
        return backends;
    }

    /** The families a Service is served in. */
    private static List<AddressFamily> families(Service service) {
        List<AddressFamily> families = Arrays.stream(AddressFamily.values())
                .filter(family -> service.getSpec().getIpFamilies().contains(family.wireName()))
                .toList();
        return families.isEmpty() ? List.of(AddressFamily.IPV4) : families;
    }

    private static Backend of(Service service, PodView view, String address, AddressPolicy policy) {
        List<EndpointPort> ports = new ArrayList<>();
        boolean allowed = policy.refusal(address).isEmpty();
        for (ServicePort port : service.getSpec().getPorts()) {
            String protocol = protocolOf(port);
            OptionalInt reached = view.port(targetPort(port), protocol, address);
            if (allowed && reached.isPresent() && !policy.isOurOwn(address, reached.getAsInt())) {
                String name = port.getName() == null ? "" : port.getName();
                ports.add(new EndpointPort(port.getAppProtocol(), name, reached.getAsInt(), protocol));
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

    /** One of perhaps thousands that are made for one change, hence without a builder. */
    Endpoint endpoint(TrackerState state) {
        String node = new PodView(pod).nodeName();
        return new Endpoint(
                List.of(address),
                new EndpointConditions(isReady(), isServing(), isTerminating()),
                Map.of(),
                null,
                hostname.isEmpty() ? null : hostname,
                node.isEmpty() ? null : node,
                targetRef(),
                zone(node, state).orElse(null));
    }

    ObjectReference targetRef() {
        ObjectMeta metadata = pod.getMetadata();
        return new ObjectReference(null, null, "Pod", metadata.getName(), metadata.getNamespace(), null, uid());
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
