package io.samegate.api.core.table;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The cells of a Service. Stateless. */
final class ServiceCells {

    private ServiceCells() {}

    static String type(Service service) {
        return Cells.of(service.getSpec(), ServiceSpec::getType, "");
    }

    static String clusterIp(Service service) {
        return Cells.of(
                service.getSpec(),
                spec -> spec.getClusterIPs().isEmpty()
                        ? spec.getClusterIP()
                        : spec.getClusterIPs().getFirst(),
                Cells.NONE);
    }

    static String externalIp(Service service) {
        ServiceSpec spec = service.getSpec();
        return switch (type(service)) {
            case "ClusterIP", "NodePort" -> Cells.joined(spec.getExternalIPs(), Cells.NONE);
            case "LoadBalancer" -> {
                List<String> addresses = new ArrayList<>(balancers(service));
                addresses.addAll(spec.getExternalIPs());
                yield Cells.joined(addresses, "<pending>");
            }
            case "ExternalName" -> Cells.or(spec.getExternalName(), "");
            default -> "<unknown>";
        };
    }

    static String ports(Service service) {
        return Cells.of(
                service.getSpec(),
                spec -> spec.getPorts().stream().map(ServiceCells::port).collect(Collectors.joining(",")),
                Cells.NONE);
    }

    static String selector(Service service) {
        return Cells.of(service.getSpec(), spec -> pairs(spec.getSelector()), Cells.NONE);
    }

    private static String port(ServicePort port) {
        boolean open = port.getNodePort() != null && port.getNodePort() > 0;
        return port.getPort() + (open ? ":" + port.getNodePort() : "") + "/" + port.getProtocol();
    }

    private static List<String> balancers(Service service) {
        if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
            return List.of();
        }
        return service.getStatus().getLoadBalancer().getIngress().stream()
                .map(ingress -> Cells.or(ingress.getIp(), Cells.or(ingress.getHostname(), "")))
                .filter(address -> !address.isEmpty())
                .sorted()
                .distinct()
                .toList();
    }

    private static String pairs(Map<String, String> labels) {
        return labels == null
                ? ""
                : new TreeMap<>(labels)
                        .entrySet().stream()
                                .map(pair -> pair.getKey() + "=" + pair.getValue())
                                .collect(Collectors.joining(","));
    }
}
