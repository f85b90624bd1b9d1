package io.samegate.gateway.core;

import java.util.List;

/**
 * The node a gateway stands for.
 *
 * @param addresses IP address literals; node ports are open on each, the first is the node's InternalIP
 * @param bindsClusterIps whether cluster IPs are addresses of this node: of several nodes on one machine only one has them
 */
public record NodeProfile(String name, List<String> addresses, boolean bindsClusterIps) {

    public NodeProfile {
        addresses = List.copyOf(addresses);
        if (name.isEmpty() || name.indexOf('/') >= 0 || addresses.isEmpty()) {
            throw new IllegalArgumentException("node \"" + name + "\" at " + addresses
                    + " (expected: a name without a slash and at least one address)");
        }
    }
}
