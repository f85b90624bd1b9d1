package io.samegate.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of a gateway, under {@code samegate.gateway}. */
@ConfigMapping(prefix = "samegate.gateway")
public interface GatewayConfig {

    /** The node's name, as in {@code kubectl get nodes}; no two gateways may have the same. */
    @WithDefault("node1")
    String nodeName();

    /** The node's InternalIP: an IP address of this machine, on which the node ports are open. */
    @WithDefault("127.0.0.11")
    String nodeAddress();

    /** More IP addresses of this machine on which the node ports are open. */
    Optional<List<String>> moreAddresses();

    /** What the node is reached by from outside; shown, not bound. */
    Optional<List<String>> externalAddresses();

    /** Shown as ROLES: "control-plane", "worker". */
    Optional<List<String>> roles();

    /** The node's zone, as label {@code topology.kubernetes.io/zone}. */
    Optional<String> zone();

    /** More labels of the node. */
    Map<String, String> labels();

    /** Whether the cluster IPs are addresses of this machine and this is the gateway to have them. */
    @WithDefault("false")
    boolean bindClusterIps();

    /** Threads that move bytes. */
    @WithDefault("2")
    int eventLoops();

    /** Connections the system takes for a port before the gateway does. */
    @WithDefault("1024")
    int backlog();

    /** How long one endpoint may take to accept a connection. */
    @WithDefault("PT1S")
    Duration connectTimeout();

    /** How long other endpoints are tried for a connection; each at most once. */
    @WithDefault("PT10S")
    Duration connectPatience();

    /** When this many bytes wait for a slow reader its writer is no longer read. */
    @WithDefault("65536")
    int highWatermark();

    /** When only this many wait, it is read again. */
    @WithDefault("32768")
    int lowWatermark();

    /** Connections above this number are reset; by default what the limit of open files allows. */
    OptionalInt maxConnections();

    /** How long the connections of a port may go on after its Service has gone. */
    @WithDefault("PT10M")
    Duration drainLimit();

    /** How long the connections may go on when the gateway is told to stop. */
    @WithDefault("PT0S")
    Duration stopPatience();

    /** How long to wait at start for a broker that is not there yet. */
    @WithDefault("PT30S")
    Duration brokerPatience();
}
