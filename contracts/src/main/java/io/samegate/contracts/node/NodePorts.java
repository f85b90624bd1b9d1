package io.samegate.contracts.node;

import io.samegate.contracts.ObjectKey;
import java.util.List;

/**
 * What one gateway really has open for one Service; a tombstone once it has closed everything.
 *
 * @param service namespace/name of the Service
 * @param uid the Service's uid
 * @param instance the gateway process that says so, as in {@link NodeReport}
 * @param servicePosition the position of the services topic this speaks of
 * @param ports one per socket the Service should have on this node
 */
public record NodePorts(
        String node,
        String service,
        String uid,
        String instance,
        long generation,
        long servicePosition,
        List<OpenPort> ports) {

    public NodePorts {
        ports = List.copyOf(ports);
    }

    /** The record's key. */
    public static String key(String node, ObjectKey service) {
        return node + "/" + service.path();
    }
}
