package io.samegate.api.store;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.ObjectKey;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.View;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What there was at an earlier position: what there is, without what has happened since. Stateless. */
public final class Snapshots {

    private static final int BATCH = 1000;

    /** More changes than this are not undone: it would take longer than a list may hold others up. */
    private static final int MOST_CHANGES = 50_000;

    private Snapshots() {}

    /**
     * The objects of a namespace, or of all, as they were at a position that the view has reached.
     *
     * @return empty if what has happened since is no longer remembered, or too much
     */
    public static Optional<Listing> at(ObjectView view, String namespace, long position) {
        Listing now = view.list(namespace);
        if (position >= now.position()) {
            return Optional.of(now);
        }
        return since(view, position, now.position()).map(before -> undone(now, before, namespace, position));
    }

    /** What each key that has changed held first. */
    private static Optional<Map<String, Optional<Entry<HasMetadata>>>> since(ObjectView view, long from, long to) {
        Map<String, Optional<Entry<HasMetadata>>> before = new HashMap<>();
        int changes = 0;
        for (long next = from; next < to; ) {
            if (!(view.changesFrom(next, BATCH) instanceof View.Changes.Some<HasMetadata> some)
                    || changes > MOST_CHANGES
                    || some.next() <= next) {
                return Optional.empty(); // a view that does not lead on from there knows nothing of it
            }
            some.changes().stream()
                    .filter(change -> change.offset() < to)
                    .forEach(change -> before.putIfAbsent(key(change), change.before()));
            changes += some.changes().size();
            next = some.next();
        }
        return Optional.of(before);
    }

    private static Listing undone(
            Listing now, Map<String, Optional<Entry<HasMetadata>>> before, String namespace, long position) {
        Map<String, Entry<HasMetadata>> entries = new TreeMap<>();
        now.entries().forEach(entry -> entries.put(ObjectKey.of(entry.value()).path(), entry));
        before.forEach((key, entry) -> {
            entries.remove(key);
            entry.filter(held -> isIn(namespace, held)).ifPresent(held -> entries.put(key, held));
        });
        return new Listing(entries.values(), position);
    }

    private static boolean isIn(String namespace, Entry<HasMetadata> entry) {
        return namespace.isEmpty()
                || namespace.equals(entry.value().getMetadata().getNamespace());
    }

    private static String key(Change<HasMetadata> change) {
        return Stream.of(change.before(), change.after())
                .flatMap(Optional::stream)
                .findFirst()
                .map(entry -> ObjectKey.of(entry.value()).path())
                .orElseThrow();
    }
}
