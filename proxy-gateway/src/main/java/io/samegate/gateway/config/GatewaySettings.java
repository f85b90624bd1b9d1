package io.samegate.gateway.config;

import io.samegate.gateway.core.NodeProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings that have been checked.
 *
 * @param labels of the node, roles and zone among them
 * @param drainLimit how long the connections of a port may go on after its Service has gone
 * @param stopPatience how long the connections may go on when the gateway is told to stop
 */
public record GatewaySettings(
        NodeProfile node,
        List<String> externalAddresses,
        Map<String, String> labels,
        Duration drainLimit,
        Duration stopPatience) {

    public GatewaySettings {
        externalAddresses = List.copyOf(externalAddresses);
        labels = Map.copyOf(labels);
        if (drainLimit.isNegative() || stopPatience.isNegative()) {
            throw new IllegalArgumentException(
                    "drain limit " + drainLimit + ", stop patience " + stopPatience + " (expected: neither negative)");
        }
    }

    /** @throws IllegalArgumentException with a sentence that says what is wrong */
    public static GatewaySettings of(GatewayConfig config) {
        List<String> addresses = new ArrayList<>();
        addresses.add(config.nodeAddress());
        addresses.addAll(config.moreAddresses().orElse(List.of()));
        Map<String, String> labels = new TreeMap<>();
        labels.put("kubernetes.io/hostname", config.nodeName());
        config.zone().ifPresent(zone -> labels.put("topology.kubernetes.io/zone", zone));
        for (String role : config.roles().orElse(List.of())) {
            labels.put("node-role.kubernetes.io/" + role, "");
        }
        labels.putAll(config.labels());
        return new GatewaySettings(
                new NodeProfile(config.nodeName(), addresses, config.bindClusterIps()),
                config.externalAddresses().orElse(List.of()),
                labels,
                config.drainLimit(),
                config.stopPatience());
    }
}
