package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.LoadBalancerStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceStatus;
import io.fabric8.kubernetes.api.model.ServiceStatusBuilder;
import io.samegate.contracts.request.FieldError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where Services of type LoadBalancer are reached: every node serves every node port, so their addresses are those of
 * the nodes that take new connections. A Service that names a class of load balancers is somebody else's.
 */
public final class LoadBalancers {

    private static final String EXCLUDED = "node.kubernetes.io/exclude-from-external-load-balancers";
    private static final String INGRESS = "status.loadBalancer.ingress";
    /** What arrives at a node is meant for the node's own address: nobody may take a short cut to the Service. */
    private static final String IP_MODE = "Proxy";

    private LoadBalancers() {}

    /**
     * The addresses under which these nodes serve, in the order of their names: a node's external ones, or its internal
     * ones where it has no other. Nodes that are not Ready, cordoned, going, or excluded by label have none.
     */
    public static List<String> addresses(Collection<Node> nodes) {
        return nodes.stream()
                .filter(LoadBalancers::serves)
                .sorted(Comparator.comparing(node -> node.getMetadata().getName()))
                .flatMap(node -> addresses(node).stream())
                .distinct()
                .toList();
    }

    static boolean isOurs(ServiceSpec spec) {
        return Specs.isType(spec, Specs.LOAD_BALANCER) && Specs.isMissing(spec.getLoadBalancerClass());
    }

    /** The status of a Service with this spec: conditions are anybody's, addresses those of the nodes where it is ours. */
    static ServiceStatus status(ServiceSpec spec, ServiceStatus told, List<String> nodeAddresses) {
        ServiceStatusBuilder status = told == null ? new ServiceStatusBuilder() : new ServiceStatusBuilder(told);
        if (isOurs(spec)) {
            return status.withLoadBalancer(new LoadBalancerStatus(ingress(spec, nodeAddresses)))
                    .build();
        }
        boolean somebodys = Specs.isType(spec, Specs.LOAD_BALANCER) && status.buildLoadBalancer() != null;
        return somebodys
                ? status.build()
                : status.withLoadBalancer(new LoadBalancerStatus()).build();
    }

    /** What is wrong with a status a client writes for a Service with this spec. */
    static List<FieldError> errors(ServiceSpec spec, ServiceStatus asked) {
        List<LoadBalancerIngress> ingress = Optional.ofNullable(asked)
                .map(ServiceStatus::getLoadBalancer)
                .map(LoadBalancerStatus::getIngress)
                .orElse(List.of());
        return ingress.isEmpty() || Specs.isType(spec, Specs.LOAD_BALANCER)
                ? List.of()
                : List.of(FieldError.forbidden(INGRESS, "may only be used when `spec.type` is LoadBalancer"));
    }

    private static List<LoadBalancerIngress> ingress(ServiceSpec spec, List<String> addresses) {
        List<LoadBalancerIngress> ingress = new ArrayList<>();
        for (String address : addresses) {
            if (spec.getIpFamilies().isEmpty() || spec.getIpFamilies().contains(Families.of(address))) {
                ingress.add(new LoadBalancerIngressBuilder()
                        .withIp(address)
                        .withIpMode(IP_MODE)
                        .build());
            }
        }
        return ingress;
    }

    private static boolean serves(Node node) {
        boolean cordoned =
                node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
        boolean excluded = node.getMetadata().getLabels() != null
                && node.getMetadata().getLabels().containsKey(EXCLUDED);
        return !cordoned
                && !excluded
                && node.getMetadata().getDeletionTimestamp() == null
                && node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
    }

    private static List<String> addresses(Node node) {
        List<String> external = addresses(node, "ExternalIP");
        return external.isEmpty() ? addresses(node, "InternalIP") : external;
    }

    private static List<String> addresses(Node node, String type) {
        return node.getStatus().getAddresses().stream()
                .filter(address -> type.equals(address.getType()))
                .map(NodeAddress::getAddress)
                .toList();
    }
}
