package io.samegate.api.core.defaults;

import static io.samegate.api.core.defaults.Defaults.isEmpty;
import static io.samegate.api.core.defaults.Defaults.isUnset;

import io.fabric8.kubernetes.api.model.ClientIPConfig;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;

/** Kubernetes' static defaults of a Service. */
final class ServiceDefaults {

    private static final int AFFINITY_SECONDS = 10_800;

    private ServiceDefaults() {}

    static Service apply(Service service, String namespace) {
        ServiceSpec given = service.getSpec() == null ? new ServiceSpec() : service.getSpec();
        return new ServiceBuilder(service)
                .editOrNewMetadata()
                .withNamespace(namespace)
                .endMetadata()
                .withSpec(spec(given))
                .build();
    }

    private static ServiceSpec spec(ServiceSpec given) {
        ServiceSpecBuilder spec = new ServiceSpecBuilder(given);
        if (isEmpty(spec.getType())) {
            spec.withType("ClusterIP");
        }
        if (isEmpty(spec.getSessionAffinity())) {
            spec.withSessionAffinity("None");
        }
        affinity(spec, given.getSessionAffinityConfig());
        spec.accept(ServicePortBuilder.class, ServiceDefaults::port);
        boolean balanced = spec.getType().equals("LoadBalancer");
        boolean nodePorts = balanced || spec.getType().equals("NodePort");
        boolean inside = nodePorts || spec.getType().equals("ClusterIP");
        boolean outside = nodePorts || (inside && !given.getExternalIPs().isEmpty());
        if (outside && isEmpty(spec.getExternalTrafficPolicy())) {
            spec.withExternalTrafficPolicy("Cluster");
        }
        if (inside && isEmpty(spec.getInternalTrafficPolicy())) {
            spec.withInternalTrafficPolicy("Cluster");
        }
        if (balanced && spec.getAllocateLoadBalancerNodePorts() == null) {
            spec.withAllocateLoadBalancerNodePorts(true);
        }
        return spec.build();
    }

    private static void affinity(ServiceSpecBuilder spec, SessionAffinityConfig config) {
        switch (spec.getSessionAffinity()) {
            case "None" -> spec.withSessionAffinityConfig(null);
            case "ClientIP" -> {
                ClientIPConfig clientIp = config == null ? null : config.getClientIP();
                if (clientIp == null || clientIp.getTimeoutSeconds() == null) {
                    spec.withSessionAffinityConfig(new SessionAffinityConfig(new ClientIPConfig(AFFINITY_SECONDS)));
                }
            }
            default -> {
                // Not one of Kubernetes' values: validation says so, in its own words.
            }
        }
    }

    private static void port(ServicePortBuilder port) {
        if (isEmpty(port.getProtocol())) {
            port.withProtocol("TCP");
        }
        if (hasNoTarget(port.buildTargetPort()) && !isUnset(port.getPort())) {
            port.withTargetPort(new IntOrString(port.getPort()));
        }
    }

    private static boolean hasNoTarget(IntOrString target) {
        return target == null
                || (target.getStrVal() == null && isUnset(target.getIntVal()))
                || "".equals(target.getStrVal());
    }
}
