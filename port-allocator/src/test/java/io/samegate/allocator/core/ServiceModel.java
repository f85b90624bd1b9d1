package io.samegate.allocator.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Kubernetes' rules of what an update of a Service comes to, told once more and in the plainest way: no pools, no
 * builders, numbers that are still to be picked are negative (the same one twice: the same pick).
 */
final class ServiceModel {

    /** A number or address the allocator is to pick. */
    static final String ANY = "any";

    private ServiceModel() {}

    record Port(String name, String protocol, int number, int nodePort) {

        Port with(int otherNodePort) {
            return new Port(name, protocol, number, otherNodePort);
        }
    }

    /**
     * @param ip empty: none; {@code None}: headless
     * @param external externalTrafficPolicy, empty: none
     */
    record Spec(String type, String ip, List<Port> ports, String external, boolean allocate, int health) {

        boolean addressed() {
            return !type.equals("ExternalName");
        }

        boolean opened() {
            return type.equals("NodePort") || type.equals("LoadBalancer");
        }

        boolean wantsPorts() {
            return type.equals("NodePort") || (type.equals("LoadBalancer") && allocate);
        }

        boolean checked() {
            return type.equals("LoadBalancer") && external.equals("Local");
        }

        Set<Integer> nodePorts() {
            Set<Integer> numbers = new HashSet<>();
            ports.forEach(port -> numbers.add(port.nodePort));
            numbers.remove(0);
            return numbers;
        }

        Spec with(String otherIp, List<Port> otherPorts, String otherExternal, int otherHealth) {
            return new Spec(type, otherIp, otherPorts, otherExternal, allocate, otherHealth);
        }
    }

    /** Either a code or a spec. */
    record Expected(int code, Optional<Spec> spec) {}

    /** @param taken numbers of other Services; addresses of other Services likewise */
    static Expected expected(
            Optional<Spec> before, Spec asked, Set<Integer> taken, Set<String> takenIps, int first, int last) {
        Spec spec = before.map(old -> wiped(old, kept(old, asked))).orElse(asked);
        if (!isValid(before, spec)) {
            return refused(422);
        }
        String ip = spec.ip;
        boolean newAddress =
                spec.addressed() && before.map(old -> !old.addressed()).orElse(true);
        if (newAddress && ip.isEmpty()) {
            ip = ANY;
        } else if (newAddress && !ip.equals("None") && takenIps.contains(ip)) {
            return refused(422);
        }
        Set<Integer> own = before.filter(Spec::opened).map(Spec::nodePorts).orElse(Set.of());
        boolean keepsHealth = before.filter(Spec::checked).isPresent();
        Set<Integer> others = new HashSet<>(taken);
        before.filter(Spec::checked).ifPresent(old -> others.add(old.health));
        Optional<List<Port>> ports =
                before.isEmpty() ? created(spec, others, first, last) : changed(spec, own, others, first, last);
        if (ports.isEmpty()) {
            return refused(422);
        }
        int health = spec.health;
        if (spec.checked() && !keepsHealth) {
            Set<Integer> busy = new HashSet<>(others);
            busy.addAll(own);
            ports.get().forEach(port -> busy.add(port.nodePort));
            if (health != 0 && (busy.contains(health) || health < first || health > last)) {
                return refused(500);
            }
            health = health == 0 ? -1000 : health;
        }
        return new Expected(0, Optional.of(spec.with(ip, ports.get(), spec.external, health)));
    }

    private static Expected refused(int code) {
        return new Expected(code, Optional.empty());
    }

    private static Spec kept(Spec old, Spec asked) {
        String ip = old.addressed() && asked.addressed() && asked.ip.isEmpty() ? old.ip : asked.ip;
        List<Port> ports = asked.ports;
        if (old.opened() && asked.opened()) {
            Set<Integer> named = asked.nodePorts();
            ports = new ArrayList<>();
            for (Port port : asked.ports) {
                int former = old.ports.stream()
                        .filter(p -> p.name.equals(port.name))
                        .mapToInt(Port::nodePort)
                        .findFirst()
                        .orElse(0);
                ports.add(port.nodePort == 0 && !named.contains(former) ? port.with(former) : port);
            }
        }
        int health = old.checked() && asked.checked() && asked.health == 0 ? old.health : asked.health;
        return asked.with(ip, ports, asked.external, health);
    }

    private static Spec wiped(Spec old, Spec asked) {
        String ip = old.addressed() && !asked.addressed() && asked.ip.equals(old.ip) ? "" : asked.ip;
        boolean closes = old.opened() && !asked.opened() && old.nodePorts().containsAll(asked.nodePorts());
        List<Port> ports =
                closes ? asked.ports.stream().map(port -> port.with(0)).toList() : asked.ports;
        int health = old.checked() && !asked.checked() && asked.health == old.health ? 0 : asked.health;
        String external = old.opened() && !asked.opened() && asked.external.equals(old.external) ? "" : asked.external;
        return asked.with(ip, ports, external, health);
    }

    private static boolean isValid(Optional<Spec> before, Spec spec) {
        Set<String> sockets = new HashSet<>();
        boolean twice = spec.ports.stream()
                .filter(port -> port.nodePort != 0)
                .anyMatch(port -> !sockets.add(port.protocol + port.nodePort));
        boolean closedWithPort =
                spec.type.equals("ClusterIP") && !spec.nodePorts().isEmpty();
        boolean headlessAndOpen = spec.opened() && spec.ip.equals("None");
        boolean externalNameWithIp = !spec.addressed() && !spec.ip.isEmpty();
        boolean externalInside = !spec.opened() && !spec.external.isEmpty();
        boolean healthUnused = spec.health != 0 && !spec.checked();
        boolean ipMoved =
                before.filter(Spec::addressed).isPresent() && spec.addressed() && !spec.ip.equals(before.get().ip);
        boolean healthMoved =
                before.filter(Spec::checked).isPresent() && spec.checked() && spec.health != before.get().health;
        return !(twice
                || closedWithPort
                || headlessAndOpen
                || externalNameWithIp
                || externalInside
                || healthUnused
                || ipMoved
                || healthMoved);
    }

    /** Ports of one number share, unless they name different ones; what is named twice for two numbers is refused. */
    private static Optional<List<Port>> created(Spec spec, Set<Integer> taken, int first, int last) {
        if (!spec.opened()) {
            return Optional.of(spec.ports);
        }
        Set<Integer> busy = new HashSet<>(taken);
        Map<Integer, Integer> shared = new HashMap<>();
        List<Port> ports = new ArrayList<>();
        for (Port port : spec.ports) {
            if (port.nodePort == 0 && !spec.wantsPorts()) {
                ports.add(port);
                continue;
            }
            int wanted = port.nodePort;
            if (!shared.containsKey(port.number)) {
                wanted = spec.ports.stream()
                        .filter(p -> p.number == port.number && p.nodePort != 0)
                        .mapToInt(Port::nodePort)
                        .findFirst()
                        .orElse(-port.number);
                shared.put(port.number, wanted);
            } else if (wanted == 0 || wanted == shared.get(port.number)) {
                ports.add(port.with(shared.get(port.number)));
                continue;
            }
            if (wanted > 0 && (wanted < first || wanted > last || !busy.add(wanted))) {
                return Optional.empty();
            }
            ports.add(port.with(wanted));
        }
        return Optional.of(ports);
    }

    /** Each its own; what two name is taken once. */
    private static Optional<List<Port>> changed(Spec spec, Set<Integer> own, Set<Integer> taken, int first, int last) {
        if (!spec.opened()) {
            return Optional.of(spec.ports);
        }
        List<Port> ports = new ArrayList<>();
        for (int i = 0; i < spec.ports.size(); i++) {
            Port port = spec.ports.get(i);
            boolean fresh = port.nodePort != 0 && !own.contains(port.nodePort);
            if (fresh && (port.nodePort < first || port.nodePort > last || taken.contains(port.nodePort))) {
                return Optional.empty();
            }
            ports.add(port.nodePort == 0 && spec.wantsPorts() ? port.with(-1 - i) : port);
        }
        return Optional.of(ports);
    }
}
