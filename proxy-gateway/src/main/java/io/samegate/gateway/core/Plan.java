package io.samegate.gateway.core;

import io.samegate.contracts.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The steps from one set of routes to another, to be done in this order: first {@code close}, because what is closed may
 * be what another Service opens; then {@code retarget}, because a connection to an endpoint that is gone hurts more than
 * a port that opens a moment later; then {@code open}. Within each by address.
 *
 * <p>An address that passes from one Service to another is closed and opened: its connections belong to the former.
 *
 * @param close as they were
 * @param retarget as they should be: the same Service and address, but other targets or another spec
 * @param concerned the Services whose sockets here may stand differently afterwards
 */
public record Plan(List<Route> close, List<Route> retarget, List<Route> open, Set<ObjectKey> concerned) {

    public Plan {
        close = List.copyOf(close);
        retarget = List.copyOf(retarget);
        open = List.copyOf(open);
        concerned = Set.copyOf(concerned);
    }

    /**
     * Costs what the changes cost, however many other Services there are.
     *
     * @param next made of the cluster that had the routes {@code before} by one {@link Cluster#with}
     */
    public static Plan between(Routes before, Cluster next) {
        Routes after = next.routes();
        Set<ObjectKey> concerned = new TreeSet<>();
        Set<ListenAddress> touched = new TreeSet<>();
        for (ObjectKey key : next.touched()) {
            Optional<ServicePorts> old = before.of(key);
            Optional<ServicePorts> now = after.of(key);
            if (!old.equals(now)) {
                concerned.add(key);
                old.ifPresent(ports -> ports.routes().forEach(route -> touched.add(route.listen())));
                now.ifPresent(ports -> ports.routes().forEach(route -> touched.add(route.listen())));
            }
        }
        List<Route> close = new ArrayList<>();
        List<Route> retarget = new ArrayList<>();
        List<Route> open = new ArrayList<>();
        for (ListenAddress listen : touched) {
            after.claimants(listen).forEach(concerned::add);
            Optional<Route> old = before.at(listen);
            Optional<Route> now = after.at(listen);
            boolean stays = old.isPresent()
                    && now.isPresent()
                    && old.get().service().isSameAs(now.get().service())
                    && old.get().purpose() == now.get().purpose();
            if (!stays) {
                old.ifPresent(close::add);
                now.ifPresent(open::add);
            } else if (!old.equals(now)) {
                retarget.add(now.get());
            }
        }
        return new Plan(close, retarget, open, concerned);
    }
}
