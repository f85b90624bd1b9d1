package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.List;
import java.util.Map;

/** Services as the front door sends them: defaulted, statically valid, nothing allocated. */
final class ServiceFixture {

    private ServiceFixture() {}

    static Service nodePort(String name, ServicePort... ports) {
        return of(name, "NodePort", ports)
                .editSpec()
                .withExternalTrafficPolicy("Cluster")
                .endSpec()
                .build();
    }

    static Service clusterIp(String name, ServicePort... ports) {
        return of(name, "ClusterIP", ports).build();
    }

    static Service headless(String name, ServicePort... ports) {
        return of(name, "ClusterIP", ports)
                .editSpec()
                .withClusterIP("None")
                .endSpec()
                .build();
    }

    static Service loadBalancer(String name, String externalTrafficPolicy, ServicePort... ports) {
        return of(name, "LoadBalancer", ports)
                .editSpec()
                .withExternalTrafficPolicy(externalTrafficPolicy)
                .withAllocateLoadBalancerNodePorts(true)
                .endSpec()
                .build();
    }

    static Service externalName(String name, ServicePort... ports) {
        return of(name, "ExternalName", ports)
                .editSpec()
                .withExternalName("db.example.com")
                .withInternalTrafficPolicy(null)
                .endSpec()
                .build();
    }

    static ServicePort tcp(int port) {
        return port("p" + port, port, "TCP", 0);
    }

    static ServicePort tcp(int port, int nodePort) {
        return port("p" + port, port, "TCP", nodePort);
    }

    static ServicePort udp(int port) {
        return port("u" + port, port, "UDP", 0);
    }

    static ServicePort udp(int port, int nodePort) {
        return port("u" + port, port, "UDP", nodePort);
    }

    static ServicePort port(String name, int port, String protocol, int nodePort) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(port)
                .withProtocol(protocol)
                .withTargetPort(new IntOrString(port))
                .withNodePort(nodePort == 0 ? null : nodePort)
                .build();
    }

    static List<Integer> nodePorts(Service service) {
        return service.getSpec().getPorts().stream().map(Specs::nodePort).toList();
    }

    private static ServiceBuilder of(String name, String type, ServicePort... ports) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withType(type)
                .withSessionAffinity("None")
                .withInternalTrafficPolicy("Cluster")
                .withSelector(Map.of("app", name))
                .withPorts(ports)
                .endSpec();
    }
}
