package io.samegate.contracts.node;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A gateway's heartbeat, sent every second and within 20 ms of having applied a change.
 *
 * @param node the node's name
 * @param instance new with every gateway process
 * @param generation grows with every process that takes the node over; the highest speaks for the node
 * @param internalAddresses where the node ports are open, the first is the node's InternalIP
 * @param externalAddresses what the node is reached by from outside, often empty
 * @param labels the node's labels as configured (zone, roles)
 * @param system what {@code kubectl get nodes -o wide} shows
 * @param applied per short topic name the position (next offset) up to which the gateway has applied it
 * @param stopping the last report of a gateway that ends cleanly
 */
public record NodeReport(
        String node,
        String instance,
        long generation,
        Instant time,
        List<String> internalAddresses,
        List<String> externalAddresses,
        Map<String, String> labels,
        NodeSystem system,
        Map<String, Long> applied,
        boolean stopping) {

    public NodeReport {
        internalAddresses = List.copyOf(internalAddresses);
        externalAddresses = List.copyOf(externalAddresses);
        labels = Map.copyOf(labels);
        applied = Map.copyOf(applied);
    }
}
