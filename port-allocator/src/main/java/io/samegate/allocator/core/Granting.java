package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.request.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Gives one spec its numbers and addresses, by the rules of Kubernetes' own allocator. Used once, inside one decision;
 * what it takes is taken from its own copies of the pools. Stops at the first thing that cannot be had.
 */
final class Granting {

    private final AddressPool addresses;
    private final ObjectKey owner;
    private final RandomGenerator random;
    private final List<ServicePort> granted; // the spec's ports, with the node ports they have got so far
    private final Set<Integer> askedFor; // a random pick must not take what the same spec asks for by number
    private PortPool ports;
    private ServiceSpec spec;

    private Granting(Allocations allocations, ObjectKey owner, RandomGenerator random, ServiceSpec spec) {
        this.ports = allocations.ports();
        this.addresses = allocations.addresses();
        this.owner = owner;
        this.random = random;
        this.granted = new ArrayList<>(spec.getPorts());
        this.askedFor = askedFor(spec);
        this.spec = spec;
    }

    static Grant forNew(Allocations allocations, ObjectKey owner, RandomGenerator random, ServiceSpec asked) {
        Granting granting = new Granting(allocations, owner, random, asked);
        return granting.grant(granting.settleFamilies(Optional.empty())
                .or(granting::grantAddress)
                .or(granting::grantNewNodePorts)
                .or(granting::grantHealthCheckPort));
    }

    /** {@code asked} already carries over what the Service keeps; numbers it no longer names are not released here. */
    static Grant forChange(
            Allocations allocations, ObjectKey owner, RandomGenerator random, ServiceSpec before, ServiceSpec asked) {
        Granting granting = new Granting(allocations, owner, random, asked);
        return granting.grant(granting.settleFamilies(Optional.of(before))
                .or(() -> Specs.needsClusterIp(before) ? Optional.empty() : granting.grantAddress())
                .or(() -> granting.grantChangedNodePorts(Holding.openedBy(before)))
                .or(() -> Specs.needsHealthCheckPort(before) ? Optional.empty() : granting.grantHealthCheckPort()));
    }

    private Grant grant(Optional<Refusal> refusal) {
        return refusal.<Grant>map(Grant.Refused::new)
                .orElseGet(() -> new Grant.Given(
                        new ServiceSpecBuilder(spec).withPorts(granted).build()));
    }

    private Optional<Refusal> settleFamilies(Optional<ServiceSpec> before) {
        if (!Specs.needsClusterIp(spec)) {
            return Optional.empty();
        }
        Families families = Families.of(before, spec);
        if (!families.errors().isEmpty()) {
            return Optional.of(new Refusal.Invalid(families.errors()));
        }
        spec = new ServiceSpecBuilder(spec)
                .withIpFamilyPolicy(families.policy())
                .withIpFamilies(families.families())
                .build();
        return Optional.empty();
    }

    private Optional<Refusal> grantAddress() {
        if (!Specs.needsClusterIp(spec)) {
            return Optional.empty();
        }
        List<String> asked = Specs.clusterIps(spec);
        if (Specs.isHeadless(spec)) {
            setAddress(Specs.NO_ADDRESS);
            return Optional.empty();
        }
        if (asked.isEmpty()) {
            Optional<String> picked = addresses.pick(random);
            picked.ifPresent(this::setAddress);
            return picked.isPresent() ? Optional.empty() : unavailable("failed to allocate a serviceIP: range is full");
        }
        String address = asked.get(0);
        if (addresses.range().index(address).isEmpty()) {
            return refusedAddress(
                    asked, "provided IP is not in the valid range. The range of valid IPs is " + addresses.range());
        }
        if (addresses.holder(address).isPresent()) {
            return refusedAddress(asked, "provided IP is already allocated");
        }
        setAddress(address);
        return Optional.empty();
    }

    /** Ports of one number share a node port, unless they ask for different ones. */
    private Optional<Refusal> grantNewNodePorts() {
        if (!Specs.mayHoldNodePorts(spec)) {
            return Optional.empty();
        }
        Map<Integer, Integer> byPort = new HashMap<>();
        for (int i = 0; i < granted.size(); i++) {
            ServicePort port = granted.get(i);
            int asked = Specs.nodePort(port);
            if (asked == 0 && !Specs.needsNodePorts(spec)) {
                continue;
            }
            boolean first = !byPort.containsKey(port.getPort());
            int wanted = first ? askedForOneOf(port.getPort()) : asked;
            Optional<Refusal> refusal = Optional.empty();
            if (!first && (asked == 0 || asked == byPort.get(port.getPort()))) {
                setNodePort(i, byPort.get(port.getPort()));
            } else {
                refusal = wanted == 0 ? pickNodePort(i) : takeNodePort(i, wanted);
            }
            if (refusal.isPresent()) {
                return refusal;
            }
            byPort.putIfAbsent(port.getPort(), Specs.nodePort(granted.get(i)));
        }
        return Optional.empty();
    }

    /**
     * Every port without a node port gets one of its own; one that is asked for twice is taken once. The health check
     * port is as taken as if it were another Service's.
     */
    private Optional<Refusal> grantChangedNodePorts(Set<Integer> kept) {
        if (!Specs.mayHoldNodePorts(spec)) {
            return Optional.empty();
        }
        Set<Integer> own = new HashSet<>(kept);
        for (int i = 0; i < granted.size(); i++) {
            int asked = Specs.nodePort(granted.get(i));
            Optional<Refusal> refusal = Optional.empty();
            if (asked != 0 && own.add(asked)) {
                refusal = takeNodePort(i, asked);
            } else if (asked == 0 && Specs.needsNodePorts(spec)) {
                refusal = pickNodePort(i);
            }
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> grantHealthCheckPort() {
        if (!Specs.needsHealthCheckPort(spec)) {
            return Optional.empty();
        }
        int asked = Specs.healthCheckPort(spec);
        if (asked != 0) {
            return whyNot(asked)
                    .<Refusal>map(why -> new Refusal.Unavailable(
                            "failed to allocate requested HealthCheck NodePort " + asked + ": " + why))
                    .or(() -> {
                        setHealthCheckPort(asked);
                        return Optional.empty();
                    });
        }
        OptionalInt picked = ports.pick(random, Set.of());
        picked.ifPresent(this::setHealthCheckPort);
        return picked.isPresent()
                ? Optional.empty()
                : unavailable("failed to allocate a HealthCheck NodePort: range is full");
    }

    private Optional<Refusal> takeNodePort(int index, int asked) {
        Optional<String> why = whyNot(asked);
        if (why.isPresent()) {
            return Optional.of(
                    Refusal.Invalid.of(FieldError.invalid("spec.ports[" + index + "].nodePort", asked, why.get())));
        }
        setNodePort(index, asked);
        return Optional.empty();
    }

    private Optional<Refusal> pickNodePort(int index) {
        OptionalInt picked = ports.pick(random, askedFor);
        picked.ifPresent(port -> setNodePort(index, port));
        return picked.isPresent() ? Optional.empty() : unavailable("failed to allocate a nodePort: range is full");
    }

    private Optional<String> whyNot(int port) {
        if (!ports.range().contains(port)) {
            return Optional.of("provided port is not in the valid range. The range of valid ports is " + ports.range());
        }
        return ports.holder(port).map(holder -> "provided port is already allocated");
    }

    private int askedForOneOf(int portNumber) {
        return granted.stream()
                .filter(port -> port.getPort() == portNumber && Specs.nodePort(port) != 0)
                .mapToInt(Specs::nodePort)
                .findFirst()
                .orElse(0);
    }

    private static Set<Integer> askedFor(ServiceSpec spec) {
        Set<Integer> asked = new HashSet<>();
        spec.getPorts().forEach(port -> asked.add(Specs.nodePort(port)));
        asked.add(Specs.healthCheckPort(spec));
        return asked;
    }

    private void setNodePort(int index, int nodePort) {
        ports = ports.take(nodePort, owner);
        granted.set(
                index,
                new ServicePortBuilder(granted.get(index))
                        .withNodePort(nodePort)
                        .build());
    }

    private void setHealthCheckPort(int port) {
        spec = new ServiceSpecBuilder(spec).withHealthCheckNodePort(port).build();
    }

    private void setAddress(String address) {
        spec = new ServiceSpecBuilder(spec)
                .withClusterIP(address)
                .withClusterIPs(List.of(address))
                .build();
    }

    private static Optional<Refusal> refusedAddress(List<String> asked, String why) {
        return Optional.of(Refusal.Invalid.of(
                FieldError.invalid("spec.clusterIPs", asked, "failed to allocate IP " + asked.get(0) + ": " + why)));
    }

    private static Optional<Refusal> unavailable(String message) {
        return Optional.of(new Refusal.Unavailable(message));
    }
}
