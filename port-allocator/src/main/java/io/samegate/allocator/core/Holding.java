package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a Service has to itself. Follows from the Service alone, so the topic of Services is all the state there is.
 *
 * @param sockets node ports with their protocols, the health check port among them, in the order of the ports
 * @param addresses cluster IPs
 */
public record Holding(List<Socket> sockets, List<String> addresses) {

    /** Of a Service that is not there. */
    public static final Holding NOTHING = new Holding(List.of(), List.of());

    /** TCP and UDP on one number are two sockets, but one number of the pool. */
    public record Socket(String protocol, int nodePort) {}

    public Holding {
        sockets = List.copyOf(sockets);
        addresses = List.copyOf(addresses);
    }

    public static Holding of(Service service) {
        return of(service.getSpec());
    }

    static Holding of(Optional<Service> service) {
        return service.map(Holding::of).orElse(NOTHING);
    }

    static Holding of(ServiceSpec spec) {
        boolean addressed = Specs.needsClusterIp(spec) && !Specs.isHeadless(spec);
        return new Holding(List.copyOf(sockets(spec)), addressed ? Specs.clusterIps(spec) : List.of());
    }

    /** The node ports of a spec's ports alone, without the health check port. */
    static Set<Integer> openedBy(ServiceSpec spec) {
        Set<Integer> numbers = new TreeSet<>();
        if (Specs.mayHoldNodePorts(spec)) {
            spec.getPorts().forEach(port -> numbers.add(Specs.nodePort(port)));
        }
        return numbers;
    }

    /** The numbers of the sockets. */
    public Set<Integer> nodePorts() {
        Set<Integer> numbers = new TreeSet<>();
        sockets.forEach(socket -> numbers.add(socket.nodePort()));
        return numbers;
    }

    private static Set<Socket> sockets(ServiceSpec spec) {
        Set<Socket> sockets = new LinkedHashSet<>();
        if (Specs.mayHoldNodePorts(spec)) {
            for (ServicePort port : spec.getPorts()) {
                if (Specs.nodePort(port) != 0) {
                    sockets.add(new Socket(Specs.protocol(port), Specs.nodePort(port)));
                }
            }
        }
        if (Specs.needsHealthCheckPort(spec) && Specs.healthCheckPort(spec) != 0) {
            sockets.add(new Socket("TCP", Specs.healthCheckPort(spec)));
        }
        return sockets;
    }
}
