package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * {@code default/kubernetes}, by which Pods find the API; it has no selector, and the first cluster IP.
 *
 * @param address the first cluster IP
 * @param targetPort where the API listens
 */
public record ApiService(String address, int targetPort) {

    /** The namespace that is always there. */
    public static final String NAMESPACE = "default";

    public static final ObjectKey KEY = new ObjectKey(NAMESPACE, "kubernetes");

    /** A new one. Its uid follows from the time, for deciding is pure. */
    Service create(Instant now) {
        String uid = UUID.nameUUIDFromBytes((KEY + " " + now).getBytes(StandardCharsets.UTF_8))
                .toString();
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(KEY.namespace())
                .withName(KEY.name())
                .withUid(uid)
                .withCreationTimestamp(Timestamps.of(now))
                .withGeneration(1L)
                .withLabels(Map.of("component", "apiserver", "provider", "kubernetes"))
                .endMetadata()
                .withSpec(spec())
                .withNewStatus()
                .withNewLoadBalancer()
                .endLoadBalancer()
                .endStatus()
                .build();
    }

    /** Whether what makes it the way to the API is untouched; the rest may be changed by anybody. */
    boolean isServedBy(ServiceSpec spec) {
        return Specs.isType(spec, Specs.CLUSTER_IP)
                && Specs.clusterIps(spec).equals(List.of(address))
                && spec.getPorts().equals(List.of(port()));
    }

    ServiceSpec spec() {
        return new ServiceSpecBuilder()
                .withType(Specs.CLUSTER_IP)
                .withClusterIP(address)
                .withClusterIPs(List.of(address))
                .withIpFamilies(List.of("IPv4"))
                .withIpFamilyPolicy("SingleStack")
                .withInternalTrafficPolicy("Cluster")
                .withSessionAffinity("None")
                .withPorts(List.of(port()))
                .build();
    }

    private ServicePort port() {
        return new ServicePortBuilder()
                .withName("https")
                .withProtocol("TCP")
                .withPort(443)
                .withTargetPort(new IntOrString(targetPort))
                .build();
    }
}
