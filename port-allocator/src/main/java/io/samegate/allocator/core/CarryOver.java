package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What an update keeps although it does not say so, and what it loses although it still says so.
 *
 * <p>Kept: addresses, families, node ports (by port name) and the health check port a client left out. Lost: what the
 * new type has no use for, unless the client changed it, for then it is not a left-over but a mistake that
 * {@link Combinations} reports.
 */
final class CarryOver {

    private final ServiceSpec before;
    private final ServiceSpec asked;
    private final ServiceSpecBuilder after;

    private CarryOver(ServiceSpec before, ServiceSpec asked) {
        this.before = before;
        this.asked = asked;
        this.after = new ServiceSpecBuilder(asked);
    }

    static ServiceSpec apply(ServiceSpec before, ServiceSpec asked) {
        CarryOver carryOver = new CarryOver(before, asked);
        carryOver.addresses();
        carryOver.nodePorts();
        carryOver.healthCheckPort();
        carryOver.trafficPolicy();
        carryOver.loadBalancerFields();
        return carryOver.after.build();
    }

    private void addresses() {
        boolean had = Specs.needsClusterIp(before);
        boolean needs = Specs.needsClusterIp(asked);
        if (had && needs) {
            keepAddresses();
        } else if (had) {
            dropAddresses();
        } else if (needs && asked.getClusterIPs().isEmpty() && !Specs.isMissing(asked.getClusterIP())) {
            after.withClusterIPs(List.of(asked.getClusterIP()));
        }
    }

    private void keepAddresses() {
        String address = Specs.isMissing(asked.getClusterIP()) ? before.getClusterIP() : asked.getClusterIP();
        after.withClusterIP(address);
        boolean sameAddress = Objects.equals(address, before.getClusterIP());
        boolean listLeftAlone =
                asked.getClusterIPs().isEmpty() || asked.getClusterIPs().equals(before.getClusterIPs());
        if (listLeftAlone) {
            after.withClusterIPs(sameAddress ? before.getClusterIPs() : List.of(address));
        }
        if (asked.getIpFamilies().isEmpty()) {
            after.withIpFamilies(before.getIpFamilies());
        }
        if (Specs.isMissing(asked.getIpFamilyPolicy())) {
            after.withIpFamilyPolicy(before.getIpFamilyPolicy());
        }
    }

    private void dropAddresses() {
        if (Objects.equals(asked.getClusterIP(), before.getClusterIP())
                && (asked.getClusterIPs().isEmpty() || asked.getClusterIPs().equals(before.getClusterIPs()))) {
            after.withClusterIP(null).withClusterIPs(List.of());
        }
        if (asked.getIpFamilies().equals(before.getIpFamilies())) {
            after.withIpFamilies(List.of());
        }
        if (Objects.equals(asked.getIpFamilyPolicy(), before.getIpFamilyPolicy())) {
            after.withIpFamilyPolicy(null);
        }
    }

    private void nodePorts() {
        if (!Specs.mayHoldNodePorts(before)) {
            return;
        }
        if (Specs.mayHoldNodePorts(asked)) {
            keepNodePorts();
        } else if (numbers(before).containsAll(numbers(asked))) {
            after.withPorts(asked.getPorts().stream()
                    .map(port -> new ServicePortBuilder(port).withNodePort(null).build())
                    .toList());
        }
    }

    /**
     * By name; a number that the new spec names itself stays where it names it. TCP and UDP ports that shared a number
     * go on sharing it.
     */
    private void keepNodePorts() {
        Set<Integer> used = numbers(before);
        used.retainAll(numbers(asked));
        Map<String, Integer> byName = new HashMap<>();
        before.getPorts().forEach(port -> byName.put(Specs.name(port), Specs.nodePort(port)));
        List<ServicePort> ports = new ArrayList<>();
        for (ServicePort port : asked.getPorts()) {
            int old = byName.getOrDefault(Specs.name(port), 0);
            boolean keeps = Specs.nodePort(port) == 0 && old != 0 && !used.contains(old);
            ports.add(keeps ? new ServicePortBuilder(port).withNodePort(old).build() : port);
        }
        after.withPorts(ports);
    }

    private void healthCheckPort() {
        if (!Specs.needsHealthCheckPort(before)) {
            return;
        }
        int old = Specs.healthCheckPort(before);
        if (Specs.needsHealthCheckPort(asked)) {
            if (Specs.healthCheckPort(asked) == 0) {
                after.withHealthCheckNodePort(old);
            }
        } else if (Specs.healthCheckPort(asked) == old) {
            after.withHealthCheckNodePort(null);
        }
    }

    private void trafficPolicy() {
        if (Specs.isExternal(before)
                && !Specs.isExternal(asked)
                && Objects.equals(asked.getExternalTrafficPolicy(), before.getExternalTrafficPolicy())) {
            after.withExternalTrafficPolicy(null);
        }
    }

    private void loadBalancerFields() {
        if (!Specs.isType(before, Specs.LOAD_BALANCER) || Specs.isType(asked, Specs.LOAD_BALANCER)) {
            return;
        }
        if (Objects.equals(asked.getAllocateLoadBalancerNodePorts(), before.getAllocateLoadBalancerNodePorts())) {
            after.withAllocateLoadBalancerNodePorts(null);
        }
        if (Objects.equals(asked.getLoadBalancerClass(), before.getLoadBalancerClass())) {
            after.withLoadBalancerClass(null);
        }
    }

    private static Set<Integer> numbers(ServiceSpec spec) {
        Set<Integer> numbers = new HashSet<>();
        for (ServicePort port : spec.getPorts()) {
            if (Specs.nodePort(port) != 0) {
                numbers.add(Specs.nodePort(port));
            }
        }
        return numbers;
    }
}
