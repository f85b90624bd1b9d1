package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.Timestamps;
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

    private EndpointsRules() {}

    /** Whether an object is made and maintained from a selector. */
    static boolean isFromSelector(Endpoints endpoints) {
        return BY_SELECTOR.equals(Label.of(endpoints).get(MANAGED_BY));
    }

    /**
     * Brings the Endpoints of a Service to what is behind it now.
     *
     * @param behind in the Service's first family of addresses
     */
    static void reconcile(Edit edit, Service service, List<Backend> behind) {
        List<Backend> backends = behind.stream()
                .filter(b -> b.publishNotReady() || !b.isTerminating())
                .filter(b ->
                        !b.ports().isEmpty() || service.getSpec().getPorts().isEmpty())
                .toList();
        boolean tooMany = backends.size() > MOST_ADDRESSES;
        Optional<Held<Endpoints>> stored =
                Optional.ofNullable(edit.state().endpoints().get(ObjectKey.of(service)));
        Endpoints endpoints = new Endpoints(
                ObjectKind.ENDPOINTS.apiVersion(),
                ObjectKind.ENDPOINTS.kind(),
                metadata(edit, service, stored, tooMany),
                subsets(tooMany ? truncated(backends) : backends));
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
        String name = port.getName().isEmpty() ? null : port.getName();
        return new EndpointPort(port.getAppProtocol(), name, port.getPort(), port.getProtocol());
    }

    private static EndpointAddress address(Backend backend) {
        String node = new PodView(backend.pod()).nodeName();
        return new EndpointAddress(
                backend.hostname().isEmpty() ? null : backend.hostname(),
                backend.address(),
                node.isEmpty() ? null : node,
                backend.targetRef());
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
                .withCreationTimestamp(Timestamps.of(edit.now()));
    }
}
