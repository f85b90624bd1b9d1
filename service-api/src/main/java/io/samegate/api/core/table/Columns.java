package io.samegate.api.core.table;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.NamedKind;
import io.samegate.contracts.ObjectKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Kubernetes' columns of each kind. */
final class Columns {

    private static final Map<ObjectKind, List<Column>> BY_KIND = new EnumMap<>(ObjectKind.class);

    static {
        for (ObjectKind kind : ObjectKind.values()) {
            BY_KIND.put(kind, columns(kind));
        }
    }

    private Columns() {}

    static List<Column> of(ApiKind kind) {
        return switch (kind) {
            case ObjectKind known -> BY_KIND.get(known);
            case NamedKind named -> List.of(Column.objectName(), Column.age());
        };
    }

    private static List<Column> columns(ObjectKind kind) {
        return switch (kind) {
            case NAMESPACE ->
                List.of(
                        Column.objectName(),
                        Column.text(
                                "Status",
                                "Whether it is in use or being deleted.",
                                Namespace.class,
                                namespace -> Cells.of(namespace.getStatus(), NamespaceStatus::getPhase, "")),
                        Column.age());
            case SERVICE -> service();
            case POD -> pod();
            case NODE -> node();
            case ENDPOINTS ->
                List.of(
                        Column.objectName(),
                        Column.text(
                                "Endpoints",
                                "The sockets that are ready.",
                                Endpoints.class,
                                endpoints -> Cells.few(sockets(endpoints), Cells.NONE)),
                        Column.age());
            case ENDPOINT_SLICE -> slice();
            case EVENT -> EventCells.columns();
            case NEWER_EVENT -> EventCells.columnsOfNewer();
            case LEASE ->
                List.of(
                        Column.objectName(),
                        Column.text(
                                "Holder",
                                "Who is alive as long as it is renewed.",
                                Lease.class,
                                lease -> Cells.of(lease.getSpec(), LeaseSpec::getHolderIdentity, "")),
                        Column.age());
        };
    }

    private static List<Column> service() {
        return List.of(
                Column.objectName(),
                service("Type", "How the Service is reached.", ServiceCells::type),
                service("Cluster-IP", "The address inside the cluster.", ServiceCells::clusterIp),
                service("External-IP", "Where it is reached from outside.", ServiceCells::externalIp),
                service("Port(s)", "Its ports, with the port of every node after the colon.", ServiceCells::ports),
                Column.age(),
                service("Selector", "The labels of the Pods behind it.", ServiceCells::selector)
                        .wide());
    }

    private static Column service(String name, String description, Function<Service, String> cell) {
        return Column.text(name, description, Service.class, cell);
    }

    private static List<Column> pod() {
        return List.of(
                Column.objectName(),
                pod("Ready", "How many of its containers are ready.", PodCells::ready),
                pod("Status", "What the Pod is doing.", PodCells::status),
                new Column(
                        "Restarts",
                        "string",
                        "",
                        "How often its containers were started again.",
                        0,
                        (object, now) -> PodCells.restarts((Pod) object, now)),
                Column.age(),
                pod("IP", "The address of the Pod.", PodCells::address).wide(),
                pod("Node", "The node it runs on.", PodCells::node).wide(),
                pod("Nominated Node", "The node that is being cleared for it.", PodCells::nominatedNode)
                        .wide(),
                pod("Readiness Gates", "How many further conditions of its readiness hold.", PodCells::readinessGates)
                        .wide());
    }

    private static Column pod(String name, String description, Function<Pod, String> cell) {
        return Column.text(name, description, Pod.class, cell);
    }

    private static List<Column> node() {
        return List.of(
                Column.objectName(),
                node("Status", "Whether the node is heard of.", NodeCells::status),
                node("Roles", "What the node is for.", NodeCells::roles),
                Column.age(),
                node("Version", "The version of what runs on it.", NodeCells::version),
                node("Internal-IP", "Its address inside.", node -> NodeCells.address(node, "InternalIP"))
                        .wide(),
                node("External-IP", "Its address from outside.", node -> NodeCells.address(node, "ExternalIP"))
                        .wide(),
                node("OS-Image", "Its operating system.", NodeCells::system).wide(),
                node("Kernel-Version", "The version of its kernel.", NodeCells::kernel)
                        .wide(),
                node("Container-Runtime", "What runs its containers.", NodeCells::runtime)
                        .wide());
    }

    private static Column node(String name, String description, Function<Node, String> cell) {
        return Column.text(name, description, Node.class, cell);
    }

    private static List<Column> slice() {
        return List.of(
                Column.objectName(),
                slice("AddressType", "The family of its addresses.", slice -> Cells.or(slice.getAddressType(), "")),
                slice("Ports", "The ports of all its endpoints.", Columns::ports),
                slice("Endpoints", "The addresses of its endpoints.", Columns::addresses),
                Column.age());
    }

    private static Column slice(String name, String description, Function<EndpointSlice, String> cell) {
        return Column.text(name, description, EndpointSlice.class, cell);
    }

    private static String ports(EndpointSlice slice) {
        List<String> ports = slice.getPorts().stream()
                .map(port -> port.getPort() == null
                        ? Cells.or(port.getName(), "*")
                        : port.getPort().toString())
                .toList();
        return Cells.few(ports, "<unset>");
    }

    private static String addresses(EndpointSlice slice) {
        return Cells.few(
                slice.getEndpoints().stream()
                        .flatMap(endpoint -> endpoint.getAddresses().stream())
                        .toList(),
                "<unset>");
    }

    private static List<String> sockets(Endpoints endpoints) {
        List<String> sockets = new ArrayList<>();
        for (var subset : endpoints.getSubsets()) {
            for (var port : subset.getPorts()) {
                subset.getAddresses().forEach(address -> sockets.add(Cells.socket(address.getIp(), port.getPort())));
            }
            if (subset.getPorts().isEmpty()) {
                subset.getAddresses().forEach(address -> sockets.add(address.getIp()));
            }
        }
        return sockets;
    }
}
