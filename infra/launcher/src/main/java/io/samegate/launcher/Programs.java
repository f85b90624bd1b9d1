package io.samegate.launcher;

import io.samegate.launcher.Program.Listens;
import io.samegate.launcher.Settings.NodeAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes an installation consists of, in the order they start; they stop in the reverse order. */
final class Programs {

    /**
     * Whoever decides must not go on in a state that nobody knows; a gateway may well lose a connection and keep the
     * others.
     */
    private static final String NO_MEMORY_NO_PROCESS = "-XX:+ExitOnOutOfMemoryError";

    private static final String LOOPBACK = "127.0.0.1";
    private static final String READY = "/readyz";

    private final Settings settings;

    Programs(Settings settings) {
        this.settings = settings;
    }

    /** Broker, control services, gateways. */
    List<Program> system() {
        List<Program> programs = new ArrayList<>();
        programs.add(broker());
        programs.add(allocator());
        programs.add(tracker());
        programs.add(api());
        for (NodeAddress node : settings.nodeAddresses()) {
            programs.add(gateway(node, programs.size() == 4));
        }
        return programs;
    }

    /** The three web servers of the demonstration. */
    List<Program> pods() {
        List<Program> programs = new ArrayList<>();
        for (String pod : Demo.PODS) {
            int port = settings.podPort() + programs.size();
            programs.add(new Program(
                    "pod-" + pod.substring(pod.lastIndexOf('-') + 1),
                    "pod",
                    jar("infra/launcher/target/launcher/launcher.jar"),
                    "io.samegate.launcher.HostnamePod",
                    List.of("-XX:+UseSerialGC", "-Xmx16m", "-Xss256k", "-XX:TieredStopAtLevel=1"),
                    List.of(LOOPBACK, Integer.toString(port), pod),
                    Map.of(),
                    new Listens(LOOPBACK, port),
                    "/",
                    Settings.POD_PORT));
        }
        return programs;
    }

    private Program broker() {
        return new Program(
                "broker",
                "broker",
                jar("infra/broker/target/broker/broker.jar"),
                "",
                small("-Xms32m", "-Xmx192m", "-XX:TieredStopAtLevel=1", NO_MEMORY_NO_PROCESS),
                List.of(
                        "--data",
                        settings.home().resolve("kafka").toString(),
                        "--host",
                        LOOPBACK,
                        "--port",
                        Integer.toString(settings.kafkaPort()),
                        "--controller-port",
                        Integer.toString(settings.kafkaControllerPort())),
                Map.of(),
                new Listens(LOOPBACK, settings.kafkaPort()),
                "",
                Settings.KAFKA_PORT);
    }

    private Program allocator() {
        Map<String, String> environment = service("port-allocator", LOOPBACK, settings.allocatorPort());
        environment.put("SAMEGATE_ALLOCATOR_NODE_PORT_RANGE", settings.nodePortRange());
        environment.put("SAMEGATE_ALLOCATOR_CLUSTER_IP_RANGE", settings.clusterIpRange());
        environment.put("SAMEGATE_ALLOCATOR_API_PORT", Integer.toString(settings.apiPort()));
        return quarkus("port-allocator", "port-allocator", environment, Settings.ALLOCATOR_PORT);
    }

    private Program tracker() {
        Map<String, String> environment = service("endpoint-tracker", LOOPBACK, settings.trackerPort());
        environment.put("SAMEGATE_TRACKER_ALLOW_LOOPBACK", "true");
        environment.put("SAMEGATE_TRACKER_OWN_PORTS", ownPorts()); // nobody makes an endpoint of Samegate itself
        return quarkus("endpoint-tracker", "endpoint-tracker", environment, Settings.TRACKER_PORT);
    }

    private String ownPorts() {
        return Stream.of(
                        settings.apiPort(),
                        settings.kafkaPort(),
                        settings.kafkaControllerPort(),
                        settings.allocatorPort(),
                        settings.trackerPort(),
                        settings.gatewayPort())
                .map(String::valueOf)
                .collect(Collectors.joining(","));
    }

    private Program api() {
        Map<String, String> environment = service("service-api", LOOPBACK, settings.apiPort());
        environment.put("SAMEGATE_API_ADVERTISED_ADDRESS", LOOPBACK);
        environment.put("SAMEGATE_API_ADVERTISED_PORT", Integer.toString(settings.apiPort()));
        if (settings.tls()) {
            TlsFolder files = settings.tlsFolder();
            environment.put(
                    "SAMEGATE_API_TLS_CERTIFICATE", files.serverCertificate().toString());
            environment.put("SAMEGATE_API_TLS_KEY", files.serverKey().toString());
            environment.put(
                    "SAMEGATE_API_ACCESS_CLIENT_CA",
                    files.authorityCertificate().toString());
            environment.put("SAMEGATE_API_ACCESS_TOKEN_FILE", files.tokens().toString());
            environment.put("SAMEGATE_API_ACCESS_BINDINGS", files.bindings().toString());
        }
        return quarkus("service-api", "service-api", environment, Settings.API_PORT);
    }

    /** Only the first gateway of a machine binds cluster IPs: an address and port can be bound once. */
    private Program gateway(NodeAddress node, boolean first) {
        String name = "gateway-" + node.name();
        Map<String, String> environment = service(name, node.address(), settings.gatewayPort());
        environment.put("SAMEGATE_GATEWAY_NODE_NAME", node.name());
        environment.put("SAMEGATE_GATEWAY_NODE_ADDRESS", node.address());
        environment.put("SAMEGATE_GATEWAY_BIND_CLUSTER_IPS", Boolean.toString(first));
        return quarkus(name, "proxy-gateway", environment, Settings.GATEWAY_PORT);
    }

    private Program quarkus(String name, String module, Map<String, String> environment, String portSetting) {
        boolean gateway = module.equals("proxy-gateway");
        return new Program(
                name,
                module,
                jar(module + "/target/quarkus-app/quarkus-run.jar"),
                "",
                gateway
                        ? small("-Xms24m", "-Xmx64m", "-XX:MaxDirectMemorySize=64m", "-Dio.netty.allocator.maxOrder=3")
                        : small(
                                "-Xms32m",
                                "-Xmx128m",
                                "-XX:TieredStopAtLevel=1", // C2 would take more of the cores than the service itself
                                "-Dio.netty.allocator.maxOrder=3",
                                NO_MEMORY_NO_PROCESS),
                List.of(),
                environment,
                new Listens(
                        environment.get("QUARKUS_HTTP_HOST"),
                        Integer.parseInt(environment.get("QUARKUS_HTTP_PORT")),
                        environment.containsKey("SAMEGATE_API_TLS_CERTIFICATE")),
                READY,
                portSetting);
    }

    private Map<String, String> service(String replica, String address, int port) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SAMEGATE_LOG_BOOTSTRAP_SERVERS", settings.bootstrapServers());
        environment.put("SAMEGATE_LOG_REPLICA", replica);
        environment.put("QUARKUS_HTTP_HOST", address);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        return environment;
    }

    /** Flags every process shares; seven JVMs on one machine must stay small. */
    private static List<String> small(String... more) {
        List<String> flags = new ArrayList<>(
                List.of("-XX:+UseSerialGC", "-Xss512k", "-XX:ReservedCodeCacheSize=64m", "-XX:MaxMetaspaceSize=128m"));
        flags.addAll(List.of(more));
        return flags;
    }

    private Path jar(String path) {
        return settings.root().resolve(path);
    }
}
