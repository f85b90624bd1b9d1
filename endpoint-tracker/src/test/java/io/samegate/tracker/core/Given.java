package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.node.NodeSystem;
import io.samegate.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Objects for tests; each names only what its test is about. */
final class Given {

    static final TrackerSettings SETTINGS = settings(false, 100);

    private Given() {}

    static TrackerSettings settings(boolean defaultTcpProbe, int maxEndpointsPerSlice) {
        return new TrackerSettings(
                new AddressPolicy(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")), true, Set.of(9092)),
                defaultTcpProbe,
                Duration.ofSeconds(4),
                Duration.ofSeconds(30),
                Duration.ofMillis(250),
                maxEndpointsPerSlice);
    }

    /** A Service that selects {@code app=<name>} and sends its port 80 to 8080. */
    static ServiceBuilder service(String name) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .withUid(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                        .toString())
                .endMetadata()
                .withNewSpec()
                .withType("ClusterIP")
                .withClusterIP("10.233.0.9")
                .withIpFamilies("IPv4")
                .addToSelector("app", name)
                .addNewPort()
                .withPort(80)
                .withProtocol("TCP")
                .withTargetPort(new IntOrString(8080))
                .endPort()
                .endSpec();
    }

    static Service serviceOn(String name, String targetPort) {
        return service(name)
                .editSpec()
                .editFirstPort()
                .withTargetPort(new IntOrString(targetPort))
                .endPort()
                .endSpec()
                .build();
    }

    /** A Pod with {@code app=<app>}, one container that listens on 8080 ("http"), and an address. */
    static PodBuilder pod(String name, String app, String ip) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .addToLabels("app", app)
                .endMetadata()
                .withNewSpec()
                .withNodeName("node1")
                .addNewContainer()
                .withName("main")
                .withImage("image")
                .addNewPort()
                .withName("http")
                .withContainerPort(8080)
                .endPort()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPodIP(ip)
                .withHostIP("10.0.0.1")
                .endStatus();
    }

    static Pod probedPod(String name, String app, String ip) {
        return pod(name, app, ip)
                .editSpec()
                .editFirstContainer()
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPath("/")
                .withPort(new IntOrString(8080))
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .build();
    }

    static NodeReport report(String node, Map<String, String> labels, long applied, boolean stopping) {
        return new NodeReport(
                node,
                "instance",
                1,
                Ledger.START,
                List.of("10.101.0.3"),
                List.of(),
                labels,
                new NodeSystem(
                        "v0.1.0",
                        "Debian",
                        "6.1",
                        "amd64",
                        "linux",
                        "samegate://0.1.0",
                        Map.of("cpu", "2", "memory", "4Gi")),
                Map.of(Topics.ENDPOINT_SLICES.name(), applied),
                stopping);
    }

    static NodeReport report(String node) {
        return report(node, Map.of(), 0, false);
    }
}
