package io.samegate.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One installation, as the environment describes it. Everything that two installations on one machine must not share
 * follows from {@code instance} unless it is set by itself.
 *
 * @param root the checkout the programs are in
 * @param home where data, logs and pid files are
 * @param instance 0 to {@value #MAX_INSTANCE}
 * @param nodes how many gateways, 1 to {@value #MAX_NODES}
 * @param tls whether the API speaks TLS and asks who comes
 */
record Settings(
        Path root,
        Path home,
        int instance,
        int apiPort,
        int kafkaPort,
        int kafkaControllerPort,
        int allocatorPort,
        int trackerPort,
        int gatewayPort,
        int podPort,
        int nodes,
        String nodePortRange,
        boolean tls) {

    static final int MAX_INSTANCE = 80;
    static final int MAX_NODES = 200;
    static final String API_PORT = "SAMEGATE_API_PORT";
    static final String KAFKA_PORT = "SAMEGATE_KAFKA_PORT";
    static final String KAFKA_CONTROLLER_PORT = "SAMEGATE_KAFKA_CONTROLLER_PORT";
    static final String ALLOCATOR_PORT = "SAMEGATE_ALLOCATOR_PORT";
    static final String TRACKER_PORT = "SAMEGATE_TRACKER_PORT";
    static final String GATEWAY_PORT = "SAMEGATE_GATEWAY_PORT";
    static final String POD_PORT = "SAMEGATE_POD_PORT";
    static final String INSTANCE = "SAMEGATE_INSTANCE";
    static final String HOME = "SAMEGATE_HOME";
    static final String NODES = "SAMEGATE_NODES";
    static final String NODE_PORT_RANGE = "SAMEGATE_NODE_PORT_RANGE";

    /** Reads the environment; what is not set has a default, what is set wrongly is an error that names it. */
    static Settings from(Map<String, String> environment, Path root, Path workingDirectory) {
        int instance = number(environment, INSTANCE, 0, 0, MAX_INSTANCE);
        int shift = 10 * instance;
        String home = environment.getOrDefault(HOME, "");
        String range = environment.getOrDefault(NODE_PORT_RANGE, "30000-32767");
        requireRange(range);
        return new Settings(
                root,
                home.isBlank()
                        ? root.resolve(".samegate")
                        : workingDirectory.resolve(home).normalize(),
                instance,
                port(environment, API_PORT, 8080 + shift),
                port(environment, KAFKA_PORT, 9092 + shift),
                port(environment, KAFKA_CONTROLLER_PORT, 9093 + shift),
                port(environment, ALLOCATOR_PORT, 10251 + shift),
                port(environment, TRACKER_PORT, 10252 + shift),
                port(environment, GATEWAY_PORT, 10256),
                port(environment, POD_PORT, 18081 + shift),
                number(environment, NODES, 3, 1, MAX_NODES),
                range,
                false);
    }

    Settings withNodes(int count) {
        if (count < 1 || count > MAX_NODES) {
            throw new UserError("--nodes is " + count + " (expected: 1 to " + MAX_NODES + ").");
        }
        return with(count, tls);
    }

    Settings withTls() {
        return with(nodes, true);
    }

    /** The nodes, {@code node1} first. */
    List<NodeAddress> nodeAddresses() {
        if (!Loopback.isWide()) {
            return List.of(new NodeAddress("node1", "127.0.0.1"));
        }
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(i -> new NodeAddress("node" + i, "127.0." + instance + "." + (10 + i)))
                .toList();
    }

    /** A /18 of 127/8 per instance: bindable without privileges from port 1024 up. */
    String clusterIpRange() {
        return "127." + (233 + instance / 4) + "." + 64 * (instance % 4) + ".0/18";
    }

    String apiUrl() {
        return (tls ? "https" : "http") + "://127.0.0.1:" + apiPort;
    }

    /** What there is on disk for TLS. */
    TlsFolder tlsFolder() {
        return new TlsFolder(home.resolve("tls"));
    }

    String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    private Settings with(int nodeCount, boolean withTls) {
        return new Settings(
                root,
                home,
                instance,
                apiPort,
                kafkaPort,
                kafkaControllerPort,
                allocatorPort,
                trackerPort,
                gatewayPort,
                podPort,
                nodeCount,
                nodePortRange,
                withTls);
    }

    private static void requireRange(String range) {
        if (range.matches("\\d{1,5}-\\d{1,5}")) {
            int first = Integer.parseInt(range.substring(0, range.indexOf('-')));
            int last = Integer.parseInt(range.substring(range.indexOf('-') + 1));
            if (1 <= first && first <= last && last <= 65535) {
                return;
            }
        }
        throw new UserError(NODE_PORT_RANGE + " is \"" + range
                + "\" (expected: first-last, ports from 1 to 65535, such as 30000-32767).");
    }

    private static int port(Map<String, String> environment, String name, int otherwise) {
        return number(environment, name, otherwise, 1, 65535);
    }

    private static int number(Map<String, String> environment, String name, int otherwise, int least, int most) {
        String value = environment.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one sentence below.
        }
        throw new UserError(name + " is \"" + value + "\" (expected: a number from " + least + " to " + most + ").");
    }

    /** A node and the loopback address it serves. */
    record NodeAddress(String name, String address) {}
}
