package io.samegate.tracker.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** Settings of the endpoint tracker, under {@code samegate.tracker}. */
@ConfigMapping(prefix = "samegate.tracker")
public interface TrackerConfig {

    /** Where the addresses of Pods must lie; the private ranges unless said otherwise. Link-local never counts. */
    @WithDefault("10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/7")
    List<String> podCidrs();

    /** Whether Pods may be processes of this machine, on a loopback address. */
    @WithDefault("false")
    boolean allowLoopback();

    /** The installation's own ports: on loopback addresses neither probes nor endpoints go there. */
    @WithDefault("8080,9092,10251,10252,10256")
    List<Integer> ownPorts();

    /** What a Pod without a readinessProbe gets: nothing, or a TCP check of its first port. */
    @WithDefault("none")
    DefaultProbe defaultProbe();

    /** How long a node counts as Ready without a heartbeat. */
    @WithDefault("PT4S")
    Duration nodeGrace();

    /** How long a Pod that names no terminationGracePeriodSeconds may take to leave. */
    @WithDefault("PT30S")
    Duration podGrace();

    /** How long after a node has applied that a Pod leaves its connections would have been told of, had it any. */
    @WithDefault("PT0.25S")
    Duration drainSettle();

    /** The most endpoints in one slice, 1 to 1000. */
    @WithDefault("100")
    int maxEndpointsPerSlice();

    /** How long the broker is waited for at start. */
    @WithDefault("PT30S")
    Duration brokerPatience();

    /** The probe of Pods that have none. */
    enum DefaultProbe {
        NONE,
        TCP
    }
}
