package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.samegate.contracts.ObjectKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * All Services, found by key and by the Pods they select. Immutable.
 *
 * @param bySelector a Service stands here under the first pair of its selector alone: a Pod it selects has that label
 */
record ServiceIndex(TreePMap<ObjectKey, Service> all, HashPMap<Label, TreePSet<ObjectKey>> bySelector) {

    static final ServiceIndex NONE = new ServiceIndex(TreePMap.empty(), HashTreePMap.empty());

    Optional<Service> get(ObjectKey key) {
        return Optional.ofNullable(all.get(key));
    }

    ServiceIndex apply(Seen<Service> seen) {
        ServiceIndex index = seen.whole() ? NONE : this;
        for (String path : seen.gone()) {
            index = index.without(ObjectKey.parse(path));
        }
        for (Map.Entry<String, Service> entry : seen.present().entrySet()) {
            index = index.with(ObjectKey.parse(entry.getKey()), entry.getValue());
        }
        return index;
    }

    /** The Services that select a Pod, sorted. */
    Set<ObjectKey> selecting(Pod pod) {
        Set<ObjectKey> found = new TreeSet<>();
        String namespace = ObjectKey.of(pod).namespace();
        Map<String, String> labels = Label.of(pod);
        labels.forEach((name, value) -> {
            for (ObjectKey key : bySelector.getOrDefault(new Label(namespace, name, value), TreePSet.empty())) {
                if (labels.entrySet().containsAll(selector(all.get(key)).entrySet())) {
                    found.add(key);
                }
            }
        });
        return found;
    }

    /** What a Service selects by; empty where its endpoints are the user's own business. */
    static Map<String, String> selector(Service service) {
        return service.getSpec() == null
                        || "ExternalName".equals(service.getSpec().getType())
                ? Map.of()
                : Label.orNone(service.getSpec().getSelector());
    }

    private ServiceIndex with(ObjectKey key, Service service) {
        ServiceIndex without = without(key);
        HashPMap<Label, TreePSet<ObjectKey>> pairs = without.bySelector;
        Optional<Label> first = firstPair(key, service);
        if (first.isPresent()) {
            pairs = pairs.plus(
                    first.get(),
                    pairs.getOrDefault(first.get(), TreePSet.empty()).plus(key));
        }
        return new ServiceIndex(without.all.plus(key, service), pairs);
    }

    private ServiceIndex without(ObjectKey key) {
        Service gone = all.get(key);
        if (gone == null) {
            return this;
        }
        HashPMap<Label, TreePSet<ObjectKey>> pairs = bySelector;
        Optional<Label> first = firstPair(key, gone);
        if (first.isPresent()) {
            TreePSet<ObjectKey> rest =
                    pairs.getOrDefault(first.get(), TreePSet.empty()).minus(key);
            pairs = rest.isEmpty() ? pairs.minus(first.get()) : pairs.plus(first.get(), rest);
        }
        return new ServiceIndex(all.minus(key), pairs);
    }

    private static Optional<Label> firstPair(ObjectKey key, Service service) {
        return new TreeMap<>(selector(service))
                .entrySet().stream().findFirst().map(e -> new Label(key.namespace(), e.getKey(), e.getValue()));
    }
}
