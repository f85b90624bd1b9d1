package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Requests of all kinds about a handful of Services, valid in themselves; many ask for what somebody else has. */
final class RandomRequests {

    private static final List<String> TYPES = List.of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName");

    private final Log log;
    private final RandomGenerator random;

    RandomRequests(Log log, RandomGenerator random) {
        this.log = log;
        this.random = random;
    }

    Request next() {
        String name = "s" + random.nextInt(16);
        RequestHeader header = log.header(new ObjectKey("default", name)).withDryRun(random.nextInt(8) == 0);
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> new Request.Create(header, service(name));
            case 4, 5 -> new Request.Replace(header, service(name), Preconditions.NONE, Part.MAIN);
            case 6, 7 -> new Request.Replace(header, edited(name), Preconditions.NONE, Part.MAIN);
            case 8 -> new Request.Replace(header, service(name), Preconditions.NONE, Part.STATUS);
            default -> new Request.Delete(header, Preconditions.NONE, Grace.OF_THE_OBJECT);
        };
    }

    /** What a client makes of a manifest. */
    private Service service(String name) {
        ServicePort[] ports = ports();
        return switch (TYPES.get(random.nextInt(4))) {
            case "NodePort" -> ServiceFixture.nodePort(name, ports);
            case "LoadBalancer" -> ServiceFixture.loadBalancer(name, random.nextBoolean() ? "Local" : "Cluster", ports);
            case "ExternalName" -> ServiceFixture.externalName(name, without(ports));
            default ->
                random.nextInt(4) == 0
                        ? ServiceFixture.headless(name, without(ports))
                        : ServiceFixture.clusterIp(name, without(ports));
        };
    }

    /** What a client makes of the stored Service: another type, or other ports, and the rest left as it was. */
    private Service edited(String name) {
        Optional<Service> stored = log.candidate()
                .allocations()
                .find(new ObjectKey("default", name))
                .map(StoredService::service);
        if (stored.isEmpty()) {
            return service(name);
        }
        ServiceBuilder edited = new ServiceBuilder(stored.get());
        if (random.nextBoolean()) {
            String type = TYPES.get(random.nextInt(4));
            edited.editSpec().withType(type).withExternalName("db.example.com").endSpec();
            if (type.equals("NodePort") || type.equals("LoadBalancer")) {
                edited.editSpec().withExternalTrafficPolicy("Cluster").endSpec();
            }
        } else {
            edited.editSpec().withPorts(ports()).endSpec();
        }
        return edited.build();
    }

    private ServicePort[] ports() {
        List<ServicePort> ports = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            int nodePort = random.nextInt(3) == 0 ? 29999 + random.nextInt(26) : 0;
            int number = 80 + (random.nextBoolean() ? i : i / 2);
            ports.add(ServiceFixture.port("p" + i, number, i % 2 == 0 ? "TCP" : "UDP", nodePort));
        }
        return ports.toArray(ServicePort[]::new);
    }

    private static ServicePort[] without(ServicePort... ports) {
        ServicePort[] plain = new ServicePort[ports.length];
        for (int i = 0; i < ports.length; i++) {
            plain[i] = ServiceFixture.port(ports[i].getName(), ports[i].getPort(), ports[i].getProtocol(), 0);
        }
        return plain;
    }
}
