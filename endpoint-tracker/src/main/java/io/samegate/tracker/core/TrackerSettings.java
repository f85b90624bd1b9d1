package io.samegate.tracker.core;

import java.time.Duration;

/**
 * What an installation decides about tracking.
 *
 * @param addresses which addresses Pods may have
 * @param defaultTcpProbe whether a Pod without a readinessProbe gets a TCP check of its first port
 * @param nodeGrace how long a node counts as Ready without a heartbeat
 * @param defaultPodGrace how long a Pod that names no grace period may take to leave
 * @param drainSettle how old a report of applied slices must be before it is believed that connections left over
 *     would have been told by now: drains and reports travel in different topics
 * @param maxEndpointsPerSlice 1 to 1000
 */
public record TrackerSettings(
        AddressPolicy addresses,
        boolean defaultTcpProbe,
        Duration nodeGrace,
        Duration defaultPodGrace,
        Duration drainSettle,
        int maxEndpointsPerSlice) {

    public TrackerSettings {
        if (maxEndpointsPerSlice < 1 || maxEndpointsPerSlice > 1000) {
            throw new IllegalArgumentException("endpoints per slice: " + maxEndpointsPerSlice + " (expected: 1-1000)");
        }
        if (nodeGrace.isNegative() || nodeGrace.isZero()) {
            throw new IllegalArgumentException("node grace: " + nodeGrace + " (expected: more than zero)");
        }
    }
}
