package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.List;

/** Questions about a Service's spec in which a missing field means its default. */
final class Specs {

    static final String CLUSTER_IP = "ClusterIP";
    static final String NODE_PORT = "NodePort";
    static final String LOAD_BALANCER = "LoadBalancer";
    static final String EXTERNAL_NAME = "ExternalName";
    /** In {@code clusterIP}: a headless Service. */
    static final String NO_ADDRESS = "None";

    private Specs() {}

    static String type(ServiceSpec spec) {
        return spec.getType() == null || spec.getType().isEmpty() ? CLUSTER_IP : spec.getType();
    }

    static boolean isType(ServiceSpec spec, String type) {
        return type(spec).equals(type);
    }

    static boolean needsClusterIp(ServiceSpec spec) {
        return !isType(spec, EXTERNAL_NAME);
    }

    static boolean isHeadless(ServiceSpec spec) {
        return needsClusterIp(spec)
                && (NO_ADDRESS.equals(spec.getClusterIP())
                        || spec.getClusterIPs().contains(NO_ADDRESS));
    }

    static boolean hasNoSelector(ServiceSpec spec) {
        return spec.getSelector() == null || spec.getSelector().isEmpty();
    }

    /** Whether the type may hold node ports at all. */
    static boolean mayHoldNodePorts(ServiceSpec spec) {
        return isType(spec, NODE_PORT) || isType(spec, LOAD_BALANCER);
    }

    /** Whether every port gets a node port, asked for or not. */
    static boolean needsNodePorts(ServiceSpec spec) {
        return isType(spec, NODE_PORT)
                || (isType(spec, LOAD_BALANCER) && !Boolean.FALSE.equals(spec.getAllocateLoadBalancerNodePorts()));
    }

    static boolean needsHealthCheckPort(ServiceSpec spec) {
        return isType(spec, LOAD_BALANCER) && "Local".equals(spec.getExternalTrafficPolicy());
    }

    /** Whether anybody outside the cluster can reach it, which is what externalTrafficPolicy is about. */
    static boolean isExternal(ServiceSpec spec) {
        return mayHoldNodePorts(spec)
                || (isType(spec, CLUSTER_IP) && !spec.getExternalIPs().isEmpty());
    }

    /** The cluster IPs asked for or given; the one in {@code clusterIP} where there is no list. */
    static List<String> clusterIps(ServiceSpec spec) {
        if (!spec.getClusterIPs().isEmpty()) {
            return spec.getClusterIPs();
        }
        return isMissing(spec.getClusterIP()) ? List.of() : List.of(spec.getClusterIP());
    }

    /** The port's node port, 0 if it has none. */
    static int nodePort(ServicePort port) {
        return number(port.getNodePort());
    }

    static int healthCheckPort(ServiceSpec spec) {
        return number(spec.getHealthCheckNodePort());
    }

    static String protocol(ServicePort port) {
        return port.getProtocol() == null ? "TCP" : port.getProtocol();
    }

    static String name(ServicePort port) {
        return port.getName() == null ? "" : port.getName();
    }

    static boolean isMissing(String value) {
        return value == null || value.isEmpty();
    }

    private static int number(Integer value) {
        return value == null ? 0 : value;
    }
}
