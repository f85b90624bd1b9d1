package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Pod;
import io.samegate.contracts.ObjectKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * All Pods, found by key, by label, by whether they are leaving and by whether they have a lease. Immutable.
 *
 * @param byLabel the Pods that carry a label
 * @param leaving the Pods whose grace runs
 * @param leased how often a Pod must be renewed, of those that must and are not leaving
 */
record PodIndex(
        TreePMap<ObjectKey, Held<Pod>> all,
        HashPMap<Label, TreePSet<ObjectKey>> byLabel,
        TreePSet<ObjectKey> leaving,
        TreePMap<ObjectKey, Duration> leased) {

    static final PodIndex NONE =
            new PodIndex(TreePMap.empty(), HashTreePMap.empty(), TreePSet.empty(), TreePMap.empty());

    Optional<Held<Pod>> get(ObjectKey key) {
        return Optional.ofNullable(all.get(key));
    }

    PodIndex with(ObjectKey key, Held<Pod> pod) {
        PodIndex without = without(key);
        HashPMap<Label, TreePSet<ObjectKey>> labels = without.byLabel;
        for (Map.Entry<String, String> pair : Label.of(pod.value()).entrySet()) {
            Label label = new Label(key.namespace(), pair.getKey(), pair.getValue());
            labels = labels.plus(
                    label, labels.getOrDefault(label, TreePSet.empty()).plus(key));
        }
        PodView view = new PodView(pod.value());
        boolean leaves = view.isTerminating() && !view.hasLeft();
        Optional<Duration> ttl = view.isTerminating() ? Optional.empty() : TimeToLive.of(pod.value());
        return new PodIndex(
                without.all.plus(key, pod),
                labels,
                leaves ? without.leaving.plus(key) : without.leaving,
                ttl.map(period -> without.leased.plus(key, period)).orElse(without.leased));
    }

    PodIndex without(ObjectKey key) {
        Held<Pod> gone = all.get(key);
        if (gone == null) {
            return this;
        }
        HashPMap<Label, TreePSet<ObjectKey>> labels = byLabel;
        for (Map.Entry<String, String> pair : Label.of(gone.value()).entrySet()) {
            Label label = new Label(key.namespace(), pair.getKey(), pair.getValue());
            TreePSet<ObjectKey> rest =
                    labels.getOrDefault(label, TreePSet.empty()).minus(key);
            labels = rest.isEmpty() ? labels.minus(label) : labels.plus(label, rest);
        }
        return new PodIndex(all.minus(key), labels, leaving.minus(key), leased.minus(key));
    }

    /** The Pods of a namespace that carry every pair of a selector that has at least one, sorted by name. */
    List<Pod> matching(String namespace, Map<String, String> selector) {
        return selector.entrySet().stream()
                .map(pair -> byLabel.getOrDefault(
                        new Label(namespace, pair.getKey(), pair.getValue()), TreePSet.<ObjectKey>empty()))
                .min(Comparator.comparingInt(TreePSet::size))
                .orElse(TreePSet.empty())
                .stream()
                .map(key -> all.get(key).value())
                .filter(pod -> Label.of(pod).entrySet().containsAll(selector.entrySet()))
                .toList();
    }
}
