package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What one change of a Service is told as: the Service first, then what it no longer holds, then what it now holds. */
final class ServiceFacts {

    private final ObjectKey key;
    private final Instant now;
    private final String uid;
    private final List<Fact> facts = new ArrayList<>();

    private ServiceFacts(ObjectKey key, String uid, Instant now) {
        this.key = key;
        this.uid = uid;
        this.now = now;
    }

    static List<Fact> created(ObjectKey key, Service after, Instant now) {
        return told(FactType.SERVICE_CREATED, "created", key, Optional.empty(), Optional.of(after), now);
    }

    static List<Fact> changed(ObjectKey key, Service before, Service after, Instant now) {
        return told(FactType.SERVICE_CHANGED, "changed", key, Optional.of(before), Optional.of(after), now);
    }

    static List<Fact> deleted(ObjectKey key, Service before, Instant now) {
        return told(FactType.SERVICE_DELETED, "deleted", key, Optional.of(before), Optional.empty(), now);
    }

    static List<Fact> deleting(ObjectKey key, Service marked, Instant now) {
        return one(
                FactType.SERVICE_CHANGED,
                key,
                marked,
                "Service " + key + " is being deleted, and held back by "
                        + String.join(", ", marked.getMetadata().getFinalizers()),
                now);
    }

    static List<Fact> balanced(ObjectKey key, Service after, Instant now) {
        String addresses = after.getStatus().getLoadBalancer().getIngress().stream()
                .map(LoadBalancerIngress::getIp)
                .collect(Collectors.joining(", "));
        return one(
                FactType.LOAD_BALANCER_UPDATED,
                key,
                after,
                "Service " + key + " is reached at " + (addresses.isEmpty() ? "no node" : addresses),
                now);
    }

    private static List<Fact> one(FactType type, ObjectKey key, Service service, String message, Instant now) {
        return List.of(new ServiceFacts(key, service.getMetadata().getUid(), now).fact(type, message));
    }

    private static List<Fact> told(
            FactType type, String what, ObjectKey key, Optional<Service> before, Optional<Service> after, Instant now) {
        Service named = after.or(() -> before).orElseThrow();
        ServiceFacts facts = new ServiceFacts(key, named.getMetadata().getUid(), now);
        facts.tell(type, "Service " + key + " was " + what);
        facts.tellDifference(Holding.of(before), Holding.of(after));
        return facts.facts;
    }

    private void tellDifference(Holding before, Holding after) {
        without(before.sockets(), after.sockets()).forEach(socket -> tell(FactType.PORT_RELEASED, socket, "released"));
        without(before.addresses(), after.addresses())
                .forEach(address -> tell(FactType.CLUSTER_IP_RELEASED, address, "released"));
        without(after.addresses(), before.addresses())
                .forEach(address -> tell(FactType.CLUSTER_IP_ALLOCATED, address, "allocated"));
        without(after.sockets(), before.sockets())
                .forEach(socket -> tell(FactType.PORT_ALLOCATED, socket, "allocated"));
    }

    private void tell(FactType type, Holding.Socket socket, String what) {
        Fact fact = fact(type, "node port " + socket.nodePort() + "/" + socket.protocol() + " was " + what);
        facts.add(fact.with("nodePort", Integer.toString(socket.nodePort()))
                .with("protocol", socket.protocol())
                .with("service", key.path()));
    }

    private void tell(FactType type, String address, String what) {
        facts.add(fact(type, "cluster IP " + address + " was " + what)
                .with("clusterIP", address)
                .with("service", key.path()));
    }

    private void tell(FactType type, String message) {
        facts.add(fact(type, message));
    }

    private Fact fact(FactType type, String message) {
        return Fact.of(type, new ObjectRef(ObjectKind.SERVICE, key), uid, now, message);
    }

    private static <T> List<T> without(List<T> some, List<T> others) {
        return some.stream().filter(one -> !others.contains(one)).toList();
    }
}
