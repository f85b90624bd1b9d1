package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.Timestamps;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Mirrors the Endpoints that users write for a Service without selector into EndpointSlices, as Kubernetes' own
 * controller does: one slice per family of addresses and set of ports; they go with the Endpoints or the Service.
 * Endpoints that elect leaders, or say that they do not want it, are not mirrored.
 */
final class MirrorRules {

    private static final String SKIPPED = "endpointslice.kubernetes.io/skip-mirror";
    private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    /** Of one subset, and in one slice. */
    private static final int MOST_ADDRESSES = 1000;

    private MirrorRules() {}

    /** What one slice is about. */
    private record Group(AddressFamily family, List<EndpointPort> ports) {}

    /** Brings the mirrored slices of a Service without selector to what its Endpoints say. */
    static void reconcile(Edit edit, Service service) {
        ObjectKey key = ObjectKey.of(service);
        Optional<Endpoints> endpoints = Optional.ofNullable(
                        edit.state().endpoints().get(key))
                .map(Held::value)
                .filter(MirrorRules::isMirrored);
        List<EndpointSlice> spare = new ArrayList<>(mirrored(edit.state(), key));
        endpoints.ifPresent(list -> grouped(list).forEach((group, members) -> {
            for (int from = 0; from < members.size(); from += MOST_ADDRESSES) {
                List<Endpoint> part = members.subList(from, Math.min(from + MOST_ADDRESSES, members.size()));
                write(edit, list, group, List.copyOf(part), spare);
            }
        }));
        spare.forEach(slice -> edit.remove(ObjectKind.ENDPOINT_SLICE, ObjectKey.of(slice)));
    }

    /** Removes the mirrored slices of a Service that is gone or has a selector now. */
    static void remove(Edit edit, ObjectKey service) {
        mirrored(edit.state(), service).forEach(slice -> edit.remove(ObjectKind.ENDPOINT_SLICE, ObjectKey.of(slice)));
    }

    private static boolean isMirrored(Endpoints endpoints) {
        Map<String, String> annotations = Label.orNone(endpoints.getMetadata().getAnnotations());
        return !EndpointsRules.isFromSelector(endpoints)
                && !"true".equals(Label.of(endpoints).get(SKIPPED))
                && !annotations.containsKey(LEADER);
    }

    private static List<EndpointSlice> mirrored(TrackerState state, ObjectKey service) {
        return state.slices().of(service).stream()
                .map(Held::value)
                .filter(slice -> SliceIndex.MIRRORED.equals(Label.of(slice).get(SliceIndex.MANAGED_BY)))
                .toList();
    }

    private static Map<Group, List<Endpoint>> grouped(Endpoints endpoints) {
        Map<Group, List<Endpoint>> groups = new LinkedHashMap<>();
        for (EndpointSubset subset : endpoints.getSubsets()) {
            List<EndpointPort> ports =
                    subset.getPorts().stream().map(MirrorRules::port).toList();
            Stream.concat(
                            subset.getAddresses().stream().map(address -> endpoint(address, true)),
                            subset.getNotReadyAddresses().stream().map(address -> endpoint(address, false)))
                    .limit(MOST_ADDRESSES)
                    .forEach(endpoint -> AddressFamily.of(
                                    endpoint.getAddresses().getFirst())
                            .ifPresent(family -> groups.computeIfAbsent(
                                            new Group(family, ports), group -> new ArrayList<>())
                                    .add(endpoint)));
        }
        return groups;
    }

    private static Endpoint endpoint(EndpointAddress address, boolean ready) {
        return new Endpoint(
                List.of(address.getIp()),
                new EndpointConditions(ready, null, null),
                Map.of(),
                null,
                address.getHostname(),
                address.getNodeName(),
                address.getTargetRef(),
                null);
    }

    private static EndpointPort port(io.fabric8.kubernetes.api.model.EndpointPort port) {
        String name = port.getName() == null ? "" : port.getName();
        return new EndpointPort(port.getAppProtocol(), name, port.getPort(), port.getProtocol());
    }

    private static void write(
            Edit edit, Endpoints endpoints, Group group, List<Endpoint> members, List<EndpointSlice> spare) {
        Optional<EndpointSlice> former = spare.stream()
                .filter(slice -> slice.getAddressType().equals(group.family().wireName())
                        && slice.getPorts().equals(group.ports()))
                .findFirst();
        former.ifPresent(spare::remove);
        ObjectMetaBuilder metadata = former.map(slice -> new ObjectMetaBuilder(slice.getMetadata()))
                .orElseGet(() -> created(edit, endpoints));
        EndpointSlice slice = new EndpointSlice(
                group.family().wireName(),
                ObjectKind.ENDPOINT_SLICE.apiVersion(),
                members,
                ObjectKind.ENDPOINT_SLICE.kind(),
                described(metadata, endpoints),
                group.ports());
        if (former.isEmpty() || !Metadata.same(slice, former.get())) {
            edit.store(slice);
        }
    }

    private static ObjectMeta described(ObjectMetaBuilder metadata, Endpoints endpoints) {
        Map<String, String> labels = new HashMap<>(Label.of(endpoints));
        labels.put(SliceIndex.SERVICE_NAME, endpoints.getMetadata().getName());
        labels.put(SliceIndex.MANAGED_BY, SliceIndex.MIRRORED);
        Map<String, String> annotations =
                new HashMap<>(Label.orNone(endpoints.getMetadata().getAnnotations()));
        annotations.remove(LAST_APPLIED);
        return metadata.withLabels(labels).withAnnotations(annotations).build();
    }

    private static ObjectMetaBuilder created(Edit edit, Endpoints endpoints) {
        ObjectMeta of = endpoints.getMetadata();
        String name = SliceNames.free(edit, ObjectKey.of(endpoints), "mirror/" + of.getUid());
        String identity = of.getUid() + "/" + name + "/" + edit.now();
        return new ObjectMetaBuilder()
                .withName(name)
                .withGenerateName(of.getName() + "-")
                .withNamespace(of.getNamespace())
                .withUid(UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                        .toString())
                .withCreationTimestamp(Timestamps.of(edit.now()))
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Endpoints")
                .withName(of.getName())
                .withUid(of.getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .endOwnerReference();
    }
}
