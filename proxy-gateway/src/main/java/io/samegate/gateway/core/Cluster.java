package io.samegate.gateway.core;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * What a gateway knows: the newest Services and EndpointSlices, and the {@link Routes} they mean; immutable. It depends
 * on the last state of each object alone, never on the order or the portions in which they were seen. A change costs
 * the work of the Services it touches.
 */
public final class Cluster {

    private record Known(Service service, long position) {}

    private final RouteRules rules;
    private final HashPMap<ObjectKey, Known> services;
    private final HashPMap<ObjectKey, TreePMap<ObjectKey, Slice>> slices; // by Service, then by the slice's own key
    private final HashPMap<ObjectKey, ObjectKey> owners; // slice to Service
    private final HashPMap<String, Integer> alive; // Pod uid to the number of Services that name it as not terminating
    private final Routes routes;
    private final Set<ObjectKey> touched; // by the changes that led here

    private Cluster(
            RouteRules rules,
            HashPMap<ObjectKey, Known> services,
            HashPMap<ObjectKey, TreePMap<ObjectKey, Slice>> slices,
            HashPMap<ObjectKey, ObjectKey> owners,
            HashPMap<String, Integer> alive,
            Routes routes,
            Set<ObjectKey> touched) {
        this.rules = rules;
        this.services = services;
        this.slices = slices;
        this.owners = owners;
        this.alive = alive;
        this.routes = routes;
        this.touched = touched;
    }

    /** Knows nothing yet. */
    public static Cluster empty(NodeProfile node) {
        return new Cluster(
                new RouteRules(node, false),
                HashTreePMap.empty(),
                HashTreePMap.empty(),
                HashTreePMap.empty(),
                HashTreePMap.empty(),
                Routes.none(),
                Set.of());
    }

    public Routes routes() {
        return routes;
    }

    /** The Services that the last {@link #with} may have changed; all others are what they were before it. */
    Set<ObjectKey> touched() {
        return touched;
    }

    /** Whether this node takes no new connections on its node ports. */
    public boolean isCordoned() {
        return rules.isCordoned();
    }

    /** Whether some slice still counts on the Pod; a Pod that is terminating or in no slice is leaving. */
    public boolean isAlive(String podUid) {
        return alive.containsKey(podUid);
    }

    /** The same after these, in their order. */
    public Cluster with(Collection<Seen> changes) {
        Cluster next = this;
        Set<ObjectKey> affected = new TreeSet<>();
        for (Seen seen : changes) {
            next = switch (seen) {
                case Seen.ServiceSeen(ObjectKey key, Service service, long position) -> {
                    affected.add(key);
                    yield next.withServices(next.services.plus(key, new Known(service, position)));
                }
                case Seen.ServiceGone(ObjectKey key) -> {
                    affected.add(key);
                    yield next.withServices(next.services.minus(key));
                }
                case Seen.SliceSeen(ObjectKey key, EndpointSlice slice) ->
                    next.withSlice(key, Slice.of(slice), affected);
                case Seen.SliceGone(ObjectKey key) -> next.withSlice(key, Optional.empty(), affected);
                case Seen.CordonSeen(boolean cordoned) -> {
                    if (cordoned != next.isCordoned()) {
                        affected.addAll(next.services.keySet());
                    }
                    yield next.withRules(next.rules.cordoned(cordoned));
                }
            };
        }
        for (ObjectKey service : affected) {
            next = next.derived(service);
        }
        return new Cluster(
                next.rules, next.services, next.slices, next.owners, next.alive, next.routes, Set.copyOf(affected));
    }

    private Cluster withRules(RouteRules newRules) {
        return new Cluster(newRules, services, slices, owners, alive, routes, touched);
    }

    private Cluster withServices(HashPMap<ObjectKey, Known> newer) {
        return new Cluster(rules, newer, slices, owners, alive, routes, touched);
    }

    private Cluster withSlice(ObjectKey key, Optional<Slice> slice, Set<ObjectKey> affected) {
        HashPMap<ObjectKey, TreePMap<ObjectKey, Slice>> newer = slices;
        HashPMap<ObjectKey, ObjectKey> newOwners = owners;
        ObjectKey former = owners.get(key);
        if (former != null) {
            TreePMap<ObjectKey, Slice> rest = slices.get(former).minus(key);
            newer = rest.isEmpty() ? newer.minus(former) : newer.plus(former, rest);
            newOwners = newOwners.minus(key);
            affected.add(former);
        }
        if (slice.isPresent()) {
            ObjectKey owner = slice.get().service();
            newer = newer.plus(
                    owner, newer.getOrDefault(owner, TreePMap.empty()).plus(key, slice.get()));
            newOwners = newOwners.plus(key, owner);
            affected.add(owner);
        }
        return new Cluster(rules, services, newer, newOwners, alive, routes, touched);
    }

    /** Works out anew what one Service means. */
    private Cluster derived(ObjectKey service) {
        Known known = services.get(service);
        Optional<ServicePorts> before = routes.of(service);
        if (known == null) {
            return before.isEmpty()
                    ? this
                    : withRoutes(routes.without(service), count(before.get().alive(), Set.of()));
        }
        ServicePorts after = rules.derive(
                known.service(),
                known.position(),
                slices.getOrDefault(service, TreePMap.empty()).values());
        Set<String> aliveBefore = before.map(ServicePorts::alive).orElse(Set.of());
        return withRoutes(routes.with(after), count(aliveBefore, after.alive()));
    }

    private Cluster withRoutes(Routes newRoutes, HashPMap<String, Integer> newAlive) {
        return new Cluster(rules, services, slices, owners, newAlive, newRoutes, touched);
    }

    private HashPMap<String, Integer> count(Set<String> before, Set<String> after) {
        HashPMap<String, Integer> counted = alive;
        for (String uid : before) {
            if (!after.contains(uid)) {
                int left = counted.get(uid) - 1;
                counted = left == 0 ? counted.minus(uid) : counted.plus(uid, left);
            }
        }
        for (String uid : after) {
            if (!before.contains(uid)) {
                counted = counted.plus(uid, counted.getOrDefault(uid, 0) + 1);
            }
        }
        return counted;
    }
}
