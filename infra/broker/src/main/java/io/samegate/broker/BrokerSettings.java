package io.samegate.broker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where one broker keeps its data and where it listens.
 *
 * @param dataDirectory is created when absent; belongs to one running broker at a time
 * @param host the address clients connect to; a name or an address of this machine, loopback unless told otherwise
 * @param port 1 to 65535, or 0 for any free one
 * @param controllerPort the port on which the broker reaches its own controller, always on loopback; 0 for any free one
 * @param overrides Kafka broker settings that replace those of {@link BrokerDefaults}, by their Kafka names
 */
public record BrokerSettings(
        Path dataDirectory, String host, int port, int controllerPort, Map<String, String> overrides) {

    /** The address everything listens on unless told otherwise. */
    public static final String LOOPBACK = "127.0.0.1";

    /** What follows from the other components; an override would contradict them. */
    private static final Set<String> DERIVED = Set.of(
            "process.roles",
            "node.id",
            "broker.id",
            "listeners",
            "listener.security.protocol.map",
            "inter.broker.listener.name",
            "controller.listener.names",
            "controller.quorum.voters",
            "controller.quorum.bootstrap.servers",
            "log.dir",
            "log.dirs",
            "metadata.log.dir");

    public BrokerSettings {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        if (host.isBlank()) {
            throw new IllegalArgumentException("broker host: blank (expected: a name or an address)");
        }
        requirePort("broker port", port);
        requirePort("controller port", controllerPort);
        if (port != 0 && port == controllerPort) {
            throw new IllegalArgumentException(
                    "controller port: " + controllerPort + " (expected: another one than the broker port)");
        }
        overrides = Map.copyOf(overrides);
        for (String name : overrides.keySet()) {
            if (DERIVED.contains(name)) {
                throw new IllegalArgumentException("broker setting: " + name
                        + " (expected: none of those that follow from directory, host and ports)");
            }
        }
    }

    /** Loopback, free ports, no overrides. */
    public static BrokerSettings inDirectory(Path dataDirectory) {
        return new BrokerSettings(dataDirectory, LOOPBACK, 0, 0, Map.of());
    }

    public BrokerSettings withDataDirectory(Path newDataDirectory) {
        return new BrokerSettings(newDataDirectory, host, port, controllerPort, overrides);
    }

    public BrokerSettings withHost(String newHost) {
        return new BrokerSettings(dataDirectory, newHost, port, controllerPort, overrides);
    }

    public BrokerSettings withPort(int newPort) {
        return new BrokerSettings(dataDirectory, host, newPort, controllerPort, overrides);
    }

    public BrokerSettings withControllerPort(int newControllerPort) {
        return new BrokerSettings(dataDirectory, host, port, newControllerPort, overrides);
    }

    /** These settings and one more override; the last one for a name counts. */
    public BrokerSettings withOverride(String name, String value) {
        Map<String, String> more = new TreeMap<>(overrides);
        more.put(name, value);
        return new BrokerSettings(dataDirectory, host, port, controllerPort, more);
    }

    /** Whether only this machine reaches the host; a name nobody knows is not loopback. */
    boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void requirePort(String what, int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(what + ": " + port + " (expected: 0 to 65535)");
        }
    }
}
