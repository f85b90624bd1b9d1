package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * All EndpointSlices, found by key and by the Service they are labelled with. Immutable.
 *
 * @param byService the slices that carry a Service's name
 */
record SliceIndex(TreePMap<ObjectKey, Held<EndpointSlice>> all, TreePMap<ObjectKey, TreePSet<ObjectKey>> byService) {

    /** Names the Service a slice belongs to. */
    static final String SERVICE_NAME = "kubernetes.io/service-name";
    /** Says who maintains a slice. */
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    /** The value of {@link #MANAGED_BY} on slices made from selectors; Kubernetes' own, since clients look for it. */
    static final String BY_SELECTOR = "endpointslice-controller.k8s.io";

    /** The same on slices that mirror the Endpoints of a user. */
    static final String MIRRORED = "endpointslicemirroring-controller.k8s.io";

    static final SliceIndex NONE = new SliceIndex(TreePMap.empty(), TreePMap.empty());

    Optional<Held<EndpointSlice>> get(ObjectKey key) {
        return Optional.ofNullable(all.get(key));
    }

    /** Every slice of a Service, sorted by name. */
    List<Held<EndpointSlice>> of(ObjectKey service) {
        List<Held<EndpointSlice>> found = new ArrayList<>();
        byService.getOrDefault(service, TreePSet.empty()).forEach(key -> found.add(all.get(key)));
        return found;
    }

    SliceIndex with(ObjectKey key, Held<EndpointSlice> slice) {
        SliceIndex without = without(key);
        Optional<ObjectKey> service = serviceOf(slice.value());
        TreePMap<ObjectKey, TreePSet<ObjectKey>> services = without.byService;
        if (service.isPresent()) {
            services = services.plus(
                    service.get(),
                    services.getOrDefault(service.get(), TreePSet.empty()).plus(key));
        }
        return new SliceIndex(without.all.plus(key, slice), services);
    }

    SliceIndex without(ObjectKey key) {
        Held<EndpointSlice> gone = all.get(key);
        if (gone == null) {
            return this;
        }
        TreePMap<ObjectKey, TreePSet<ObjectKey>> services = byService;
        Optional<ObjectKey> service = serviceOf(gone.value());
        if (service.isPresent()) {
            TreePSet<ObjectKey> rest =
                    services.getOrDefault(service.get(), TreePSet.empty()).minus(key);
            services = rest.isEmpty() ? services.minus(service.get()) : services.plus(service.get(), rest);
        }
        return new SliceIndex(all.minus(key), services);
    }

    /** The Service a slice is labelled with. */
    static Optional<ObjectKey> serviceOf(EndpointSlice slice) {
        Map<String, String> labels = Label.of(slice);
        String name = labels.getOrDefault(SERVICE_NAME, "");
        return name.isEmpty() || name.indexOf('/') >= 0
                ? Optional.empty()
                : Optional.of(new ObjectKey(ObjectKey.of(slice).namespace(), name));
    }

    /** Whether a slice is made and maintained from a selector. */
    static boolean isFromSelector(EndpointSlice slice) {
        return BY_SELECTOR.equals(Label.of(slice).get(MANAGED_BY));
    }

    /** Whether a slice is made and maintained by the tracker: users may annotate it, and that is all. */
    static boolean isManaged(EndpointSlice slice) {
        return isFromSelector(slice) || MIRRORED.equals(Label.of(slice).get(MANAGED_BY));
    }
}
