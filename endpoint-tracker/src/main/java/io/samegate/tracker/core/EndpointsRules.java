package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes the older Endpoints object of a Service with a selector: one object with the Service's name, its first family
 * of addresses only, grouped by ports; terminating Pods are not in it.
 */
final class EndpointsRules {

    private static final int MOST_ADDRESSES = 1000;
    private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
    private static final String BY_SELECTOR = "endpoint-controller";
    private static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";

    private final AddressPolicy policy;

    EndpointsRules(AddressPolicy policy) {
        this.policy = policy;
    }

    /** Whether an object is made and maintained from a selector. */
    static boolean isFromSelector(Endpoints endpoints) {
        return BY_SELECTOR.equals(Label.of(endpoints).get(MANAGED_BY));
    }

    /** Brings the Endpoints of a Service to what its Pods are now; the Service need not exist any more. */
    void reconcile(Edit edit, ObjectKey key) {
        Optional<Service> known = edit.state().observed().services().get(key);
        Optional<Held<Endpoints>> stored =
                Optional.ofNullable(edit.state().endpoints().get(key));
        if (known.isEmpty()) {
            stored.ifPresent(gone -> edit.remove(ObjectKind.ENDPOINTS, key));
            return;
        }
        Service service = known.get();
        if (ServiceIndex.selector(service).isEmpty()) {
            return;
        }
        List<Backend> backends =
                Backend.of(service, SliceRules.families(service).getFirst(), edit.state(), policy).stream()
                        .filter(b -> b.publishNotReady() || !b.isTerminating())
                        .filter(b -> !b.ports().isEmpty()
                                || service.getSpec().getPorts().isEmpty())
                        .toList();
        boolean tooMany = backends.size() > MOST_ADDRESSES;
        List<EndpointSubset> subsets = subsets(tooMany ? truncated(backends) : backends);
        Endpoints endpoints = new EndpointsBuilder()
                .withMetadata(metadata(edit, service, stored, tooMany))
                .withSubsets(subsets)
                .build();
        if (stored.isEmpty() || !Metadata.same(endpoints, stored.get().value())) {
            edit.store(endpoints);
        }
    }

    private static List<EndpointSubset> subsets(List<Backend> backends) {
        Map<List<EndpointPort>, EndpointSubset> byPorts = new LinkedHashMap<>();
        for (Backend backend : backends) {
            List<EndpointPort> ports =
                    backend.ports().stream().map(EndpointsRules::port).toList();
            EndpointSubset subset = byPorts.computeIfAbsent(
                    ports, p -> new EndpointSubset(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(p)));
            (backend.isReady() ? subset.getAddresses() : subset.getNotReadyAddresses()).add(address(backend));
        }
        return List.copyOf(byPorts.values());
    }

    /** The ready ones come first when not all have room. */
    private static List<Backend> truncated(List<Backend> backends) {
        List<Backend> kept = new ArrayList<>(
                backends.stream().filter(Backend::isReady).limit(MOST_ADDRESSES).toList());
        backends.stream()
                .filter(b -> !b.isReady())
                .limit(MOST_ADDRESSES - kept.size())
                .forEach(kept::add);
        return kept;
    }

    private static EndpointPort port(io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort port) {
        return new EndpointPortBuilder()
                .withName(port.getName().isEmpty() ? null : port.getName())
                .withProtocol(port.getProtocol())
                .withPort(port.getPort())
                .withAppProtocol(port.getAppProtocol())
                .build();
    }

    private static EndpointAddress address(Backend backend) {
        String node = new PodView(backend.pod()).nodeName();
        return new EndpointAddressBuilder()
                .withIp(backend.address())
                .withHostname(backend.hostname().isEmpty() ? null : backend.hostname())
                .withNodeName(node.isEmpty() ? null : node)
                .withTargetRef(backend.targetRef())
                .build();
    }

    private static ObjectMeta metadata(Edit edit, Service service, Optional<Held<Endpoints>> stored, boolean tooMany) {
        ObjectMetaBuilder metadata = stored.map(
                        held -> new ObjectMetaBuilder(held.value().getMetadata()))
                .orElseGet(() -> created(edit, service));
        Map<String, String> labels = HeadlessLabel.of(service);
        labels.put(MANAGED_BY, BY_SELECTOR);
        metadata.withLabels(labels);
        if (tooMany) {
            metadata.addToAnnotations(OVER_CAPACITY, "truncated");
        } else {
            metadata.removeFromAnnotations(OVER_CAPACITY);
        }
        return metadata.build();
    }

    private static ObjectMetaBuilder created(Edit edit, Service service) {
        String identity = service.getMetadata().getUid() + "/endpoints/" + edit.now();
        return new ObjectMetaBuilder()
                .withName(service.getMetadata().getName())
                .withNamespace(service.getMetadata().getNamespace())
                .withUid(UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                        .toString())
                .withCreationTimestamp(Metadata.time(edit.now()));
    }
}
