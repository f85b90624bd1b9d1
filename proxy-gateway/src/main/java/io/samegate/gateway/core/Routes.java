package io.samegate.gateway.core;

import io.samegate.contracts.ObjectKey;
import java.util.Map;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * The sockets this node should hold, by Service and by address; immutable.
 *
 * <p>Should two Services claim one address (the allocator never lets that happen for long), the one with the lesser key
 * has it, whatever the order in which they were seen.
 */
public final class Routes {

    private static final Routes NONE = new Routes(TreePMap.empty(), TreePMap.empty());

    private final TreePMap<ObjectKey, ServicePorts> services;
    private final TreePMap<ListenAddress, TreePMap<ObjectKey, Route>> claims;

    private Routes(
            TreePMap<ObjectKey, ServicePorts> services, TreePMap<ListenAddress, TreePMap<ObjectKey, Route>> claims) {
        this.services = services;
        this.claims = claims;
    }

    public static Routes none() {
        return NONE;
    }

    /** The same with this Service's sockets in place of those it had. */
    Routes with(ServicePorts ports) {
        Routes base = without(ports.service().key());
        TreePMap<ListenAddress, TreePMap<ObjectKey, Route>> more = base.claims;
        for (Route route : ports.routes()) {
            TreePMap<ObjectKey, Route> claimants = more.getOrDefault(route.listen(), TreePMap.empty());
            more = more.plus(route.listen(), claimants.plus(ports.service().key(), route));
        }
        return new Routes(base.services.plus(ports.service().key(), ports), more);
    }

    Routes without(ObjectKey service) {
        ServicePorts ports = services.get(service);
        if (ports == null) {
            return this;
        }
        TreePMap<ListenAddress, TreePMap<ObjectKey, Route>> fewer = claims;
        for (Route route : ports.routes()) {
            TreePMap<ObjectKey, Route> rest =
                    fewer.getOrDefault(route.listen(), TreePMap.empty()).minus(service);
            fewer = rest.isEmpty() ? fewer.minus(route.listen()) : fewer.plus(route.listen(), rest);
        }
        return new Routes(services.minus(service), fewer);
    }

    public Map<ObjectKey, ServicePorts> services() {
        return services;
    }

    public Optional<ServicePorts> of(ObjectKey service) {
        return Optional.ofNullable(services.get(service));
    }

    /** The route that has the address. */
    public Optional<Route> at(ListenAddress listen) {
        TreePMap<ObjectKey, Route> claimants = claims.get(listen);
        return claimants == null
                ? Optional.empty()
                : Optional.of(claimants.firstEntry().getValue());
    }

    /** Everybody who wants the address. */
    Iterable<ObjectKey> claimants(ListenAddress listen) {
        return claims.getOrDefault(listen, TreePMap.empty()).keySet();
    }

    /** All addresses to be held, each with the route that has it. */
    public Map<ListenAddress, Route> held() {
        TreePMap<ListenAddress, Route> held = TreePMap.empty();
        for (ListenAddress listen : claims.keySet()) {
            held = held.plus(listen, at(listen).orElseThrow());
        }
        return held;
    }
}
