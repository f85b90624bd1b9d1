package io.samegate.gateway.core;

import java.util.List;
import java.util.Set;

/**
 * Everything one Service means for this node.
 *
 * @param position of the services topic just after the record this was derived from
 * @param alive the uids of the Pods its slices name and do not call terminating
 */
public record ServicePorts(
        ServiceIdentity service, long position, List<Route> routes, List<Unserved> unserved, Set<String> alive) {

    public ServicePorts {
        routes = List.copyOf(routes);
        unserved = List.copyOf(unserved);
        alive = Set.copyOf(alive);
    }
}
