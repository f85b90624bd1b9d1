package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.samegate.contracts.request.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a spec may not say together with its type, and what an update may not change. Asked after {@link CarryOver}: what
 * an update merely left over is gone by then, so these rules cannot be checked without the stored Service.
 */
final class Combinations {

    private final List<FieldError> errors = new ArrayList<>();
    private final ServiceSpec spec;

    private Combinations(ServiceSpec spec) {
        this.spec = spec;
    }

    /** What is wrong with the spec of a new Service. */
    static List<FieldError> errors(ServiceSpec spec) {
        Combinations combinations = new Combinations(spec);
        combinations.check();
        return combinations.errors;
    }

    /** What is wrong with the spec of a changed one. */
    static List<FieldError> errors(ServiceSpec before, ServiceSpec spec) {
        Combinations combinations = new Combinations(spec);
        combinations.check();
        combinations.checkImmutable(before);
        return combinations.errors;
    }

    private void check() {
        if (Specs.mayHoldNodePorts(spec) && Specs.isHeadless(spec)) {
            add(FieldError.invalid(
                    "spec.clusterIPs[0]",
                    Specs.NO_ADDRESS,
                    "may not be set to 'None' for " + Specs.type(spec) + " services"));
        }
        if (Specs.isType(spec, Specs.CLUSTER_IP)) {
            checkNodePortsAreAbsent();
        }
        if (Specs.isType(spec, Specs.EXTERNAL_NAME)) {
            checkExternalName();
        }
        checkNodePortsDiffer();
        checkTrafficFields();
        if (!Specs.isType(spec, Specs.LOAD_BALANCER)) {
            checkLoadBalancerFieldsAreAbsent();
        }
    }

    private void checkNodePortsAreAbsent() {
        for (int i = 0; i < spec.getPorts().size(); i++) {
            if (Specs.nodePort(spec.getPorts().get(i)) != 0) {
                add(FieldError.forbidden(
                        "spec.ports[" + i + "].nodePort", "may not be used when `type` is 'ClusterIP'"));
            }
        }
    }

    /** What two ports carry over may collide although what the client says does not. */
    private void checkNodePortsDiffer() {
        Set<Holding.Socket> seen = new HashSet<>();
        for (int i = 0; i < spec.getPorts().size(); i++) {
            int number = Specs.nodePort(spec.getPorts().get(i));
            if (number != 0
                    && !seen.add(
                            new Holding.Socket(Specs.protocol(spec.getPorts().get(i)), number))) {
                add(FieldError.duplicate("spec.ports[" + i + "].nodePort", number));
            }
        }
    }

    private void checkExternalName() {
        String why = "may not be set for ExternalName services";
        if (!Specs.clusterIps(spec).isEmpty()) {
            add(FieldError.forbidden("spec.clusterIPs", why));
        }
        if (!spec.getIpFamilies().isEmpty()) {
            add(FieldError.forbidden("spec.ipFamilies", why));
        }
        if (!Specs.isMissing(spec.getIpFamilyPolicy())) {
            add(FieldError.forbidden("spec.ipFamilyPolicy", why));
        }
    }

    private void checkTrafficFields() {
        if (!Specs.isMissing(spec.getExternalTrafficPolicy()) && !Specs.isExternal(spec)) {
            add(FieldError.invalid(
                    "spec.externalTrafficPolicy",
                    spec.getExternalTrafficPolicy(),
                    "may only be set for externally-accessible services"));
        }
        if (Specs.healthCheckPort(spec) != 0 && !Specs.needsHealthCheckPort(spec)) {
            add(FieldError.invalid(
                    "spec.healthCheckNodePort",
                    Specs.healthCheckPort(spec),
                    "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"));
        }
    }

    private void checkLoadBalancerFieldsAreAbsent() {
        String why = "may only be used when `type` is 'LoadBalancer'";
        if (!spec.getLoadBalancerSourceRanges().isEmpty()) {
            add(FieldError.forbidden("spec.loadBalancerSourceRanges", why));
        }
        if (!Specs.isMissing(spec.getLoadBalancerClass())) {
            add(FieldError.forbidden("spec.loadBalancerClass", why));
        }
        if (spec.getAllocateLoadBalancerNodePorts() != null) {
            add(FieldError.forbidden("spec.allocateLoadBalancerNodePorts", why));
        }
    }

    private void checkImmutable(ServiceSpec before) {
        if (Specs.needsClusterIp(before) && Specs.needsClusterIp(spec)) {
            List<String> old = Specs.clusterIps(before);
            List<String> asked = Specs.clusterIps(spec);
            if (!old.isEmpty() && asked.isEmpty()) {
                add(FieldError.invalid("spec.clusterIPs[0]", asked, "primary clusterIP can not be unset"));
            } else if (differInFirst(old, asked)) {
                add(FieldError.invalid("spec.clusterIPs[0]", asked, "may not change once set"));
            }
            boolean addressed = !Specs.isHeadless(before) && !Specs.isHeadless(spec);
            if (addressed && differInFirst(before.getIpFamilies(), spec.getIpFamilies())) {
                add(FieldError.invalid("spec.ipFamilies[0]", spec.getIpFamilies(), "may not change once set"));
            }
        }
        if (Specs.needsHealthCheckPort(before)
                && Specs.needsHealthCheckPort(spec)
                && Specs.healthCheckPort(before) != Specs.healthCheckPort(spec)) {
            add(FieldError.forbidden("spec.healthCheckNodePort", "field is immutable"));
        }
        if (Specs.isType(before, Specs.LOAD_BALANCER)
                && Specs.isType(spec, Specs.LOAD_BALANCER)
                && !Objects.equals(before.getLoadBalancerClass(), spec.getLoadBalancerClass())) {
            add(FieldError.invalid(
                    "spec.loadBalancerClass", String.valueOf(spec.getLoadBalancerClass()), "may not change once set"));
        }
    }

    private void add(FieldError error) {
        errors.add(error);
    }

    private static boolean differInFirst(List<String> before, List<String> after) {
        return !before.isEmpty() && !after.isEmpty() && !before.get(0).equals(after.get(0));
    }
}
