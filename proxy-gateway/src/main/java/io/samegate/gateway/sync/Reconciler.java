package io.samegate.gateway.sync;

import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.node.NodePorts;
import io.samegate.contracts.node.OpenPort;
import io.samegate.gateway.core.Binding;
import io.samegate.gateway.core.Cluster;
import io.samegate.gateway.core.ListenAddress;
import io.samegate.gateway.core.Listeners;
import io.samegate.gateway.core.Plan;
import io.samegate.gateway.core.Reports;
import io.samegate.gateway.core.Route;
import io.samegate.gateway.core.Seen;
import io.samegate.gateway.core.ServiceIdentity;
import io.samegate.gateway.core.ServicePorts;
import io.samegate.gateway.core.Unserved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Makes the sockets of this node what the topics say, and tells what came of it. What the topics mean is worked out by
 * the core; here it is done, tried again and reported.
 *
 * <p>Confined to one thread. One socket that cannot be had never holds up another.
 */
public final class Reconciler {

    private static final String PLANE = "userspace";
    private static final String CORDONED = "the node is cordoned: new connections are refused";

    private final GatewayIdentity identity;
    private final Duration drainLimit;
    private final Listeners listeners;
    private final Drains drains;
    private final Reports reports;
    private final PortFacts facts;
    private final Map<ListenAddress, Slot> slots = new HashMap<>();
    private final Map<ObjectKey, Told> told = new HashMap<>();
    private final List<Closing> closing = new ArrayList<>();
    private Cluster cluster;
    private boolean begun; // whether the first image has been taken

    /** A socket that should be held. */
    private record Slot(Route route, Binding binding, Instant tried) {
        boolean isBound() {
            return switch (binding) {
                case Binding.Bound() -> true;
                case Binding.Refused refused -> false;
            };
        }

        boolean isDue(Instant now) {
            return switch (binding) {
                case Binding.Bound() -> false;
                case Binding.Refused refused ->
                    !now.isBefore(tried.plus(refused.failure().pause()));
            };
        }
    }

    /** What the log knows of a Service on this node. */
    private record Told(ServiceIdentity service, List<OpenPort> ports) {}

    /** A socket that has been given back while it still had connections. */
    private record Closing(Route route, Listeners.Leftover leftover, Instant deadline) {}

    /** @param drainLimit how long the connections of a closed port may go on */
    public Reconciler(
            GatewayIdentity identity, Duration drainLimit, Listeners listeners, Drains drains, Reports reports) {
        this.identity = identity;
        this.drainLimit = drainLimit;
        this.listeners = listeners;
        this.drains = drains;
        this.reports = reports;
        this.facts = new PortFacts(identity.node().name(), reports);
        this.cluster = Cluster.empty(identity.node());
    }

    /**
     * Takes what has changed in the topics. The first time that is everything, and no news of the node: an earlier process
     * has told of it.
     *
     * @param positions up to where, by short topic name
     */
    public void update(Collection<Seen> changes, Map<String, Long> positions, Instant now) {
        if (!changes.isEmpty()) {
            Cluster next = cluster.with(changes);
            Plan plan = Plan.between(cluster.routes(), next);
            boolean turned = next.isCordoned() != cluster.isCordoned();
            cluster = next;
            plan.close().forEach(route -> close(route, now));
            plan.retarget().forEach(route -> retarget(route, now));
            plan.open().forEach(route -> open(route, now));
            plan.concerned().forEach(this::report);
            if (turned) {
                cluster.routes().services().keySet().forEach(this::report);
                if (begun) {
                    facts.cordoned(cluster.isCordoned(), now);
                }
            }
            drains.refresh(cluster::isAlive);
        }
        begun = true;
        reports.applied(positions);
    }

    /** Tries again what was refused, ends what has drained too long, counts connections anew; about once a second. */
    public void tick(Instant now) {
        TreeSet<ObjectKey> concerned = new TreeSet<>();
        List<Slot> due = slots.values().stream().filter(slot -> slot.isDue(now)).toList();
        for (Slot slot : due) {
            open(slot.route(), now);
            concerned.add(slot.route().service().key());
        }
        concerned.forEach(this::report);
        expire(now);
        drains.refresh(cluster::isAlive);
    }

    /** Takes back what an earlier process of this node reported and what no longer holds. */
    public void forget(Collection<ObjectKey> reportedServices, Collection<String> reportedDrains) {
        for (ObjectKey service : reportedServices) {
            if (!told.containsKey(service)) {
                reports.noPorts(service);
            }
        }
        drains.forget(reportedDrains);
    }

    /** The last connection to a Pod that is leaving may have ended. */
    public void podIdle() {
        drains.refresh(cluster::isAlive);
    }

    /** Gives back every socket and says so; what is connected goes on until the process ends. */
    public void stop() {
        for (Slot slot : slots.values()) {
            if (slot.isBound()) {
                listeners.close(slot.route().listen());
            }
        }
        slots.clear();
        List.copyOf(told.keySet()).forEach(service -> {
            told.remove(service);
            reports.noPorts(service);
        });
    }

    private void open(Route route, Instant now) {
        settle(route, listeners.open(route), now);
    }

    private void retarget(Route route, Instant now) {
        Slot slot = slots.get(route.listen());
        if (slot.isBound()) {
            settle(route, listeners.retarget(route), now);
        } else {
            slots.put(route.listen(), new Slot(route, slot.binding(), slot.tried()));
        }
    }

    private void settle(Route route, Binding binding, Instant now) {
        Slot before = slots.put(route.listen(), new Slot(route, binding, now));
        if (before == null || !before.binding().equals(binding)) {
            facts.settled(route, binding, now);
        }
    }

    private void close(Route route, Instant now) {
        if (slots.remove(route.listen()).isBound()) {
            Listeners.Leftover leftover = listeners.close(route.listen());
            facts.closed(route, leftover.open(), now);
            if (leftover.open() > 0) {
                closing.add(new Closing(route, leftover, now.plus(drainLimit)));
            }
        }
    }

    private void expire(Instant now) {
        for (Iterator<Closing> each = closing.iterator(); each.hasNext(); ) {
            Closing closed = each.next();
            if (closed.leftover().open() == 0) {
                facts.drained(closed.route(), now);
                each.remove();
            } else if (!now.isBefore(closed.deadline())) {
                closed.leftover().cut();
            }
        }
    }

    /** Tells how the Service stands here, if that is news. A newer position alone is none. */
    private void report(ObjectKey key) {
        Optional<ServicePorts> service = cluster.routes().of(key);
        List<OpenPort> ports = service.map(this::openPorts).orElse(List.of());
        if (ports.isEmpty()) {
            if (told.remove(key) != null) {
                reports.noPorts(key);
            }
            return;
        }
        Told news = new Told(service.get().service(), ports);
        if (!news.equals(told.put(key, news))) {
            reports.ports(
                    key,
                    new NodePorts(
                            identity.node().name(),
                            key.path(),
                            news.service().uid(),
                            identity.instance(),
                            identity.generation(),
                            service.get().position(),
                            ports));
        }
    }

    private List<OpenPort> openPorts(ServicePorts service) {
        List<OpenPort> ports = new ArrayList<>();
        for (Route route : service.routes()) {
            ports.add(openPort(route));
        }
        for (Unserved unserved : service.unserved()) {
            ports.add(openPort(unserved.listen(), unserved.purpose(), OpenPort.State.REFUSED, unserved.reason()));
        }
        return ports;
    }

    private OpenPort openPort(Route route) {
        Slot slot = slots.get(route.listen());
        ObjectKey holder = slot.route().service().key();
        if (!holder.equals(route.service().key())) {
            return openPort(
                    route.listen(), route.purpose(), OpenPort.State.REFUSED, "held by the Service " + holder.path());
        }
        return switch (slot.binding()) {
            case Binding.Bound() ->
                openPort(
                        route.listen(),
                        route.purpose(),
                        OpenPort.State.BOUND,
                        cluster.isCordoned() && route.purpose() == OpenPort.Purpose.NODE_PORT ? CORDONED : "");
            case Binding.Refused refused ->
                openPort(route.listen(), route.purpose(), OpenPort.State.REFUSED, refused.reason());
        };
    }

    private static OpenPort openPort(
            ListenAddress listen, OpenPort.Purpose purpose, OpenPort.State state, String reason) {
        return new OpenPort(purpose, listen.protocol().name(), listen.address(), listen.port(), state, PLANE, reason);
    }
}
