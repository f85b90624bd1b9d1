package io.samegate.gateway.core;

import static io.samegate.gateway.core.Slice.orEmpty;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.node.OpenPort.Purpose;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kubernetes' rules of what a proxy makes of a Service, for one node. Pure.
 *
 * <p>Node ports follow {@code externalTrafficPolicy}, cluster IPs {@code internalTrafficPolicy}. Ready endpoints are
 * used; where there is none, those that are terminating and still serve. Under the policy Local only those on this node
 * count, and a socket without one refuses.
 *
 * <p>On a cordoned node every node port stays held and refuses; cluster IPs are served as ever.
 */
final class RouteRules {

    private static final String OTHER_PROXY = "service.kubernetes.io/service-proxy-name";
    private static final String HEADLESS = "service.kubernetes.io/headless";

    private final NodeProfile node;
    private final boolean cordoned;

    RouteRules(NodeProfile node, boolean cordoned) {
        this.node = node;
        this.cordoned = cordoned;
    }

    RouteRules cordoned(boolean nowCordoned) {
        return new RouteRules(node, nowCordoned);
    }

    boolean isCordoned() {
        return cordoned;
    }

    /** What the Service means here; no sockets at all for a Service that is not for this proxy. */
    ServicePorts derive(Service service, long position, Collection<Slice> slices) {
        List<Route> routes = new ArrayList<>();
        List<Unserved> unserved = new ArrayList<>();
        ServiceIdentity identity = identity(service);
        if (isProxied(service)) {
            for (ServicePort port : service.getSpec().getPorts()) {
                for (Wanted wanted : wanted(service.getSpec(), port)) {
                    if (wanted.listen().protocol() == Protocol.TCP) {
                        routes.add(new Route(
                                wanted.listen(),
                                wanted.purpose(),
                                identity,
                                orEmpty(port.getName()),
                                isDraining(wanted) ? List.of() : targets(slices, port, wanted.localOnly())));
                    } else {
                        unserved.add(new Unserved(
                                wanted.listen(),
                                wanted.purpose(),
                                wanted.listen().protocol() + " is not served yet"));
                    }
                }
            }
        }
        return new ServicePorts(identity, position, routes, unserved, alive(slices));
    }

    private boolean isDraining(Wanted wanted) {
        return cordoned && wanted.purpose() == Purpose.NODE_PORT;
    }

    private record Wanted(ListenAddress listen, Purpose purpose, boolean localOnly) {}

    private List<Wanted> wanted(ServiceSpec spec, ServicePort port) {
        List<Wanted> wanted = new ArrayList<>();
        Optional<Protocol> protocol = Protocol.named(port.getProtocol());
        if (protocol.isEmpty()) {
            return wanted;
        }
        Integer nodePort = port.getNodePort();
        if (nodePort != null && nodePort > 0) {
            boolean local = "Local".equals(spec.getExternalTrafficPolicy());
            for (String address : node.addresses()) {
                wanted.add(new Wanted(new ListenAddress(protocol.get(), address, nodePort), Purpose.NODE_PORT, local));
            }
        }
        if (node.bindsClusterIps() && port.getPort() != null) {
            boolean local = "Local".equals(spec.getInternalTrafficPolicy());
            for (String address : clusterIps(spec)) {
                wanted.add(new Wanted(
                        new ListenAddress(protocol.get(), address, port.getPort()), Purpose.CLUSTER_IP, local));
            }
        }
        return wanted;
    }

    private List<Endpoint> targets(Collection<Slice> slices, ServicePort port, boolean localOnly) {
        List<Endpoint> ready =
                matching(slices, port, localOnly, Slice.Member::ready).toList();
        return ready.isEmpty()
                ? matching(slices, port, localOnly, member -> member.serving() && member.terminating())
                        .toList()
                : ready;
    }

    private Stream<Endpoint> matching(
            Collection<Slice> slices, ServicePort port, boolean localOnly, Predicate<Slice.Member> usable) {
        // An endpoint that moves between slices stands in both for a moment; it must not get a double share.
        Map<List<Object>, Endpoint> distinct = slices.stream()
                .flatMap(slice -> slice.ports().stream()
                        .filter(slicePort -> isSamePort(slicePort, port))
                        .flatMap(slicePort -> slice.members().stream()
                                .filter(usable)
                                .filter(member -> !localOnly || member.node().equals(node.name()))
                                .map(member -> new Endpoint(member.podUid(), member.address(), slicePort.number()))))
                .collect(Collectors.toMap(
                        endpoint -> List.of(endpoint.address(), endpoint.port()),
                        endpoint -> endpoint,
                        (one, other) -> one.compareTo(other) <= 0 ? one : other));
        return distinct.values().stream().sorted();
    }

    private static boolean isSamePort(Slice.Port slicePort, ServicePort port) {
        return slicePort.name().equals(orEmpty(port.getName()))
                && Protocol.named(port.getProtocol()).equals(Optional.of(slicePort.protocol()));
    }

    private static boolean isProxied(Service service) {
        ServiceSpec spec = service.getSpec();
        Map<String, String> labels = service.getMetadata().getLabels();
        boolean isForOthers = labels != null && (labels.containsKey(OTHER_PROXY) || labels.containsKey(HEADLESS));
        return spec != null
                && spec.getPorts() != null
                && !isForOthers
                && !"ExternalName".equals(spec.getType())
                && !clusterIps(spec).isEmpty();
    }

    /** The cluster IPs; empty for a headless Service. */
    private static List<String> clusterIps(ServiceSpec spec) {
        List<String> addresses =
                spec.getClusterIPs() == null || spec.getClusterIPs().isEmpty()
                        ? List.of(orEmpty(spec.getClusterIP()))
                        : spec.getClusterIPs();
        return addresses.stream()
                .filter(address -> !address.isEmpty() && !address.equals("None"))
                .toList();
    }

    private static Set<String> alive(Collection<Slice> slices) {
        return slices.stream()
                .flatMap(slice -> slice.members().stream())
                .filter(member -> !member.terminating() && !member.podUid().isEmpty())
                .map(Slice.Member::podUid)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static ServiceIdentity identity(Service service) {
        Long generation = service.getMetadata().getGeneration();
        return new ServiceIdentity(
                ObjectKey.of(service), orEmpty(service.getMetadata().getUid()), generation == null ? 0 : generation);
    }
}
