package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.Timestamps;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes the EndpointSlices of a Service with a selector, as Kubernetes' own controller does: one set of slices per
 * family of addresses and set of ports, existing slices filled before new ones are made, nothing written that is the
 * same, and never none at all.
 */
final class SliceRules {

    private static final String API_VERSION = ObjectKind.ENDPOINT_SLICE.apiVersion();
    private static final String KIND = ObjectKind.ENDPOINT_SLICE.kind();

    private final int most;

    /** @param most endpoints in one slice */
    SliceRules(int most) {
        this.most = most;
    }

    /** One slice as it will be; {@code from} is the stored slice it continues. */
    private record Draft(Optional<EndpointSlice> from, List<EndpointPort> ports, List<Endpoint> endpoints) {

        boolean isChanged() {
            return from.isEmpty() || !from.get().getEndpoints().equals(endpoints);
        }
    }

    /** Removes the slices of a Service that no longer exists. */
    void remove(Edit edit, ObjectKey service) {
        fromSelector(edit.state(), service).forEach(slice -> remove(edit, slice));
    }

    /** Brings the slices of a Service to what is behind it now. */
    void reconcile(Edit edit, Service service, Map<AddressFamily, List<Backend>> backends) {
        Map<AddressFamily, List<EndpointSlice>> existing = new EnumMap<>(AddressFamily.class);
        for (EndpointSlice slice : fromSelector(edit.state(), ObjectKey.of(service))) {
            Optional<AddressFamily> family = backends.keySet().stream()
                    .filter(f -> f.wireName().equals(slice.getAddressType()))
                    .findFirst();
            if (family.isPresent() && isOwnedBy(slice, service)) {
                existing.computeIfAbsent(family.get(), f -> new ArrayList<>()).add(slice);
            } else {
                remove(edit, slice);
            }
        }
        backends.forEach((family, members) ->
                reconcile(edit, service, family, members, existing.getOrDefault(family, List.of())));
    }

    private void reconcile(
            Edit edit, Service service, AddressFamily family, List<Backend> members, List<EndpointSlice> existing) {
        Map<List<EndpointPort>, Map<String, Endpoint>> wanted = new LinkedHashMap<>();
        for (Backend backend : members) {
            wanted.computeIfAbsent(backend.ports(), ports -> new LinkedHashMap<>())
                    .put(backend.uid(), backend.endpoint(edit.state()));
        }
        List<Draft> drafts = new ArrayList<>();
        List<EndpointSlice> spare = new ArrayList<>();
        for (EndpointSlice slice : existing) {
            List<Endpoint> kept = keep(slice, wanted.getOrDefault(slice.getPorts(), new HashMap<>()));
            if (kept.isEmpty()) {
                spare.add(slice);
            } else {
                drafts.add(new Draft(Optional.of(slice), slice.getPorts(), kept));
            }
        }
        wanted.forEach((ports, left) -> place(ports, new ArrayList<>(left.values()), drafts, spare));
        if (drafts.isEmpty()) {
            drafts.add(new Draft(takeSpare(spare, List.of()), List.of(), List.of()));
        }
        spare.forEach(slice -> remove(edit, slice));
        drafts.forEach(draft -> write(edit, service, family, draft));
    }

    /** The endpoints of a slice that are still wanted, as they are now and in their old order; they are taken. */
    private List<Endpoint> keep(EndpointSlice slice, Map<String, Endpoint> wanted) {
        List<Endpoint> kept = new ArrayList<>();
        for (Endpoint endpoint : slice.getEndpoints()) {
            if (endpoint.getTargetRef() != null && kept.size() < most) {
                Endpoint now = wanted.remove(endpoint.getTargetRef().getUid());
                if (now != null) {
                    kept.add(now);
                }
            }
        }
        return kept;
    }

    /** Places endpoints that are in no slice yet: into slices that are written anyway, into others, into new ones. */
    private void place(List<EndpointPort> ports, List<Endpoint> left, List<Draft> drafts, List<EndpointSlice> spare) {
        List<Draft> withRoom = drafts.stream()
                .filter(d -> d.ports().equals(ports) && d.endpoints().size() < most)
                .sorted(Comparator.comparing(Draft::isChanged)
                        .reversed()
                        .thenComparingInt(d -> -d.endpoints().size()))
                .toList();
        Iterator<Endpoint> next = left.iterator();
        for (Draft draft : withRoom) {
            fill(draft, next);
        }
        while (next.hasNext()) {
            Draft draft = new Draft(takeSpare(spare, ports), ports, new ArrayList<>());
            fill(draft, next);
            drafts.add(draft);
        }
    }

    private void fill(Draft draft, Iterator<Endpoint> next) {
        while (next.hasNext() && draft.endpoints().size() < most) {
            draft.endpoints().add(next.next());
        }
    }

    /** A slice that would be removed serves as the new one, best one that has these ports already. */
    private static Optional<EndpointSlice> takeSpare(List<EndpointSlice> spare, List<EndpointPort> ports) {
        Optional<EndpointSlice> taken = spare.stream()
                .filter(slice -> slice.getPorts().equals(ports))
                .findFirst()
                .or(() -> spare.stream().findFirst());
        taken.ifPresent(spare::remove);
        return taken;
    }

    private static void write(Edit edit, Service service, AddressFamily family, Draft draft) {
        ObjectMeta metadata = draft.from()
                .map(from -> labelled(new ObjectMetaBuilder(from.getMetadata()), service))
                .orElseGet(() -> created(edit, service));
        EndpointSlice slice =
                new EndpointSlice(family.wireName(), API_VERSION, draft.endpoints(), KIND, metadata, draft.ports());
        if (draft.from().isEmpty() || !Metadata.same(slice, draft.from().get())) {
            edit.store(slice);
        }
    }

    private static ObjectMeta created(Edit edit, Service service) {
        String name = SliceNames.free(
                edit, ObjectKey.of(service), service.getMetadata().getUid());
        String identity = service.getMetadata().getUid() + "/" + name + "/" + edit.now();
        return labelled(
                new ObjectMetaBuilder()
                        .withName(name)
                        .withGenerateName(service.getMetadata().getName() + "-")
                        .withNamespace(service.getMetadata().getNamespace())
                        .withUid(UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                                .toString())
                        .withCreationTimestamp(Timestamps.of(edit.now()))
                        .addNewOwnerReference()
                        .withApiVersion("v1")
                        .withKind("Service")
                        .withName(service.getMetadata().getName())
                        .withUid(service.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .endOwnerReference(),
                service);
    }

    private static ObjectMeta labelled(ObjectMetaBuilder metadata, Service service) {
        Map<String, String> labels = HeadlessLabel.of(service);
        labels.put(SliceIndex.SERVICE_NAME, service.getMetadata().getName());
        labels.put(SliceIndex.MANAGED_BY, SliceIndex.BY_SELECTOR);
        return metadata.withLabels(labels).build();
    }

    private static List<EndpointSlice> fromSelector(TrackerState state, ObjectKey service) {
        return state.slices().of(service).stream()
                .map(Held::value)
                .filter(SliceIndex::isFromSelector)
                .toList();
    }

    private static boolean isOwnedBy(EndpointSlice slice, Service service) {
        return slice.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(service.getMetadata().getUid()));
    }

    private static void remove(Edit edit, EndpointSlice slice) {
        edit.remove(ObjectKind.ENDPOINT_SLICE, ObjectKey.of(slice));
    }
}
