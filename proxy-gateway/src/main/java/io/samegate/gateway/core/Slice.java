package io.samegate.gateway.core;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an EndpointSlice says that matters for balancing. */
record Slice(ObjectKey service, List<Port> ports, List<Member> members) {

    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    /** A port of every member, under the name it has in the Service; unnamed is empty. */
    record Port(String name, Protocol protocol, int number) {}

    /** An address with its conditions, as Kubernetes defaults them; {@code podUid} and {@code node} may be empty. */
    record Member(String address, String podUid, String node, boolean ready, boolean serving, boolean terminating) {}

    Slice {
        ports = List.copyOf(ports);
        members = List.copyOf(members);
    }

    /** Reads a slice; empty for one that belongs to no Service or has names in place of addresses. */
    static Optional<Slice> of(EndpointSlice slice) {
        String service = slice.getMetadata().getLabels() == null
                ? null
                : slice.getMetadata().getLabels().get(SERVICE_NAME);
        if (service == null || service.isEmpty() || "FQDN".equals(slice.getAddressType())) {
            return Optional.empty();
        }
        ObjectKey key = new ObjectKey(ObjectKey.of(slice).namespace(), service);
        return Optional.of(new Slice(key, ports(slice), members(slice)));
    }

    private static List<Port> ports(EndpointSlice slice) {
        List<Port> ports = new ArrayList<>();
        if (slice.getPorts() != null) {
            for (EndpointPort port : slice.getPorts()) {
                Optional<Protocol> protocol = Protocol.named(port.getProtocol());
                if (port.getPort() != null && isPort(port.getPort()) && protocol.isPresent()) {
                    ports.add(new Port(orEmpty(port.getName()), protocol.get(), port.getPort()));
                }
            }
        }
        return ports;
    }

    private static List<Member> members(EndpointSlice slice) {
        List<Member> members = new ArrayList<>();
        if (slice.getEndpoints() != null) {
            for (var endpoint : slice.getEndpoints()) {
                List<String> addresses = endpoint.getAddresses();
                if (addresses != null
                        && !addresses.isEmpty()
                        && !orEmpty(addresses.getFirst()).isEmpty()) {
                    members.add(member(endpoint));
                }
            }
        }
        return members;
    }

    private static Member member(io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint) {
        EndpointConditions conditions =
                endpoint.getConditions() == null ? new EndpointConditions() : endpoint.getConditions();
        boolean ready = conditions.getReady() == null || conditions.getReady();
        boolean serving = conditions.getServing() == null ? ready : conditions.getServing();
        boolean terminating = conditions.getTerminating() != null && conditions.getTerminating();
        String podUid = endpoint.getTargetRef() == null
                ? ""
                : orEmpty(endpoint.getTargetRef().getUid());
        // Kubernetes: all addresses of one endpoint are the same backend, so the first stands for it.
        return new Member(
                endpoint.getAddresses().getFirst(),
                podUid,
                orEmpty(endpoint.getNodeName()),
                ready,
                serving,
                terminating);
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= 65535;
    }

    static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
