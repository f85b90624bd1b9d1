package io.samegate.api.core.validate;

import static io.samegate.api.core.validate.Problems.isEmpty;

import io.fabric8.kubernetes.api.model.ClientIPConfig;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import io.samegate.contracts.request.FieldError;
import java.util.List;

/** The rules of one Service's spec beside its ports and cluster IPs, and their order. Used once. */
final class ServiceRules {

    private static final List<String> TYPES = List.of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName");
    private static final List<String> AFFINITIES = List.of("ClientIP", "None");
    private static final List<String> POLICIES = List.of("Cluster", "Local");
    private static final List<String> DISTRIBUTIONS = List.of("PreferClose");
    private static final String ONLY_BALANCED = "may only be used when `type` is 'LoadBalancer'";
    private static final int LONGEST_AFFINITY_SECONDS = 86_400;

    private final ServiceSpec spec;
    private final boolean isNew;
    private final Problems problems;
    private final String type;

    ServiceRules(ServiceSpec spec, boolean isNew, Problems problems) {
        this.spec = spec == null ? new ServiceSpec() : spec;
        this.isNew = isNew;
        this.problems = problems;
        this.type = this.spec.getType() == null ? "" : this.spec.getType();
    }

    void check() {
        ServicePortRules ports = new ServicePortRules(spec, isNew, problems);
        ServiceAddressRules addresses = new ServiceAddressRules(spec, isNew, problems);
        ports.checkPresence();
        addresses.checkForType();
        if (isExternalName()) {
            externalName();
        }
        ports.checkEach();
        MetadataRules.labels("spec.selector", spec.getSelector(), problems);
        affinity();
        addresses.checkClusterIps();
        addresses.checkExternalIps();
        problems.oneOf("spec.type", spec.getType(), TYPES);
        ports.checkNodePorts();
        loadBalancer();
        trafficPolicies();
    }

    private boolean isExternalName() {
        return type.equals("ExternalName");
    }

    private boolean isBalanced() {
        return type.equals("LoadBalancer");
    }

    /** A fully qualified name may end in a dot. */
    private void externalName() {
        String name = spec.getExternalName() == null ? "" : spec.getExternalName();
        String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (problems.present("spec.externalName", host)) {
            problems.invalid("spec.externalName", host, Names.dnsSubdomain(host));
        }
    }

    private void affinity() {
        problems.oneOf("spec.sessionAffinity", spec.getSessionAffinity(), AFFINITIES);
        SessionAffinityConfig config = spec.getSessionAffinityConfig();
        ClientIPConfig clientIp = config == null ? null : config.getClientIP();
        if ("ClientIP".equals(spec.getSessionAffinity()) && clientIp != null && clientIp.getTimeoutSeconds() != null) {
            int seconds = clientIp.getTimeoutSeconds();
            if (seconds <= 0 || seconds > LONGEST_AFFINITY_SECONDS) {
                problems.invalid(
                        "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
                        seconds,
                        "must be greater than 0 and less than " + LONGEST_AFFINITY_SECONDS);
            }
        }
    }

    private void loadBalancer() {
        List<String> ranges = spec.getLoadBalancerSourceRanges();
        if (!ranges.isEmpty() && !isBalanced()) {
            problems.add(FieldError.forbidden("spec.LoadBalancerSourceRanges", ONLY_BALANCED));
        }
        for (int i = 0; i < ranges.size(); i++) {
            String range = ranges.get(i).strip();
            if (!Addresses.isCidr(range)) {
                problems.invalid(
                        "spec.LoadBalancerSourceRanges[" + i + "]",
                        range,
                        "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
            }
        }
        if (spec.getAllocateLoadBalancerNodePorts() != null && !isBalanced() && isNew) {
            problems.add(FieldError.forbidden("spec.allocateLoadBalancerNodePorts", ONLY_BALANCED));
        }
        if (!isEmpty(spec.getLoadBalancerClass())) {
            if (!isBalanced() && isNew) {
                problems.add(FieldError.forbidden("spec.loadBalancerClass", ONLY_BALANCED));
            }
            problems.invalid(
                    "spec.loadBalancerClass",
                    spec.getLoadBalancerClass(),
                    Names.qualifiedName(spec.getLoadBalancerClass()));
        }
    }

    private void trafficPolicies() {
        String external = spec.getExternalTrafficPolicy();
        boolean reachable = isBalanced()
                || type.equals("NodePort")
                || (type.equals("ClusterIP") && !spec.getExternalIPs().isEmpty());
        if (reachable) {
            problems.oneOf("spec.externalTrafficPolicy", external, POLICIES);
        } else if (!isEmpty(external) && isNew) {
            problems.invalid(
                    "spec.externalTrafficPolicy", external, "may only be set for externally-accessible services");
        }
        Integer healthPort = spec.getHealthCheckNodePort();
        if (healthPort != null && healthPort != 0) {
            if (isBalanced() && "Local".equals(external)) {
                problems.portNumber("spec.healthCheckNodePort", healthPort);
            } else if (isNew) {
                problems.invalid(
                        "spec.healthCheckNodePort",
                        healthPort,
                        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
            }
        }
        problems.supported("spec.internalTrafficPolicy", spec.getInternalTrafficPolicy(), POLICIES);
        problems.supported("spec.trafficDistribution", spec.getTrafficDistribution(), DISTRIBUTIONS);
    }
}
