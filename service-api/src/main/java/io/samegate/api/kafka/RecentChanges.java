package io.samegate.api.kafka;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.store.Listing;
import io.samegate.contracts.ObjectKey;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.View;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/**
 * Objects that follow from records without being them, and what happened to them lately, in bounded memory.
 *
 * <p>Records of several topics or partitions have no single order, so an object's "offset" is a sequence of this
 * replica's own instead: the microsecond of its cause, or one more than the last one given out. So it goes on growing
 * over restarts, and a watch begun before one goes on after it; it is not the same on every replica.
 *
 * <p>Guarded by whoever has it.
 */
final class RecentChanges {

    private final int max;
    private final TreeMap<Long, Change<HasMetadata>> window = new TreeMap<>();
    private TreePMap<String, Entry<HasMetadata>> objects = TreePMap.empty();
    private long oldest; // a watch may begin here or later
    private long position;

    /** @param max how many changes are remembered, one or more */
    RecentChanges(Instant start, int max) {
        this.max = max;
        this.oldest = sequence(start);
        this.position = oldest;
    }

    static long sequence(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    Optional<Entry<HasMetadata>> get(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    Collection<Entry<HasMetadata>> all() {
        return objects.values();
    }

    Listing list(String namespace) {
        Collection<Entry<HasMetadata>> listed = namespace.isEmpty()
                ? objects.values()
                : objects.subMap(namespace + "/", namespace + (char) ('/' + 1)).values();
        return new Listing(listed, position);
    }

    long position() {
        return position;
    }

    Optional<Change<HasMetadata>> at(long offset) {
        return Optional.ofNullable(window.get(offset));
    }

    View.Changes<HasMetadata> from(long from, int atMost) {
        if (from < oldest) {
            return new View.Changes.Expired<>(oldest);
        }
        List<Change<HasMetadata>> changes =
                window.tailMap(from).values().stream().limit(atMost).toList();
        long next = changes.size() < atMost
                ? Math.max(from, position)
                : changes.getLast().offset() + 1;
        return new View.Changes.Some<>(changes, next);
    }

    /** The object is there, or is another, because of something at {@code time}. */
    Change<HasMetadata> store(HasMetadata object, Instant time) {
        String key = ObjectKey.of(object).path();
        Entry<HasMetadata> entry = new Entry<>(object, Math.max(position, sequence(time)));
        Change<HasMetadata> change = new Change<>(key, get(key), Optional.of(entry), entry.offset());
        objects = objects.plus(key, entry);
        remember(change);
        return change;
    }

    void remove(String key) {
        Change<HasMetadata> change = new Change<>(key, get(key), Optional.empty(), position);
        objects = objects.minus(key);
        remember(change);
    }

    private void remember(Change<HasMetadata> change) {
        window.put(change.offset(), change);
        position = change.offset() + 1;
        while (window.size() > max) {
            oldest = window.pollFirstEntry().getKey() + 1;
        }
    }
}
