package io.samegate.eventlog.follow;

import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.kafka.Records;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.pcollections.TreePMap;

/** Records to images and deltas. Pure. */
final class Folding {

    private Folding() {}

    /** What one record does to an image, as a change; absent for a tombstone of a key that is not there. */
    static <T> Optional<Change<T>> change(
            Topic<T> topic, TreePMap<String, Entry<T>> entries, ConsumerRecord<String, byte[]> consumed) {
        Optional<Entry<T>> before = Optional.ofNullable(entries.get(consumed.key()));
        Optional<Entry<T>> after = consumed.value() == null
                ? Optional.empty()
                : Optional.of(new Entry<>(Records.value(topic, consumed), consumed.offset()));
        return before.isEmpty() && after.isEmpty()
                ? Optional.empty()
                : Optional.of(new Change<>(consumed.key(), before, after, consumed.offset()));
    }

    static <T> TreePMap<String, Entry<T>> apply(TreePMap<String, Entry<T>> entries, Change<T> change) {
        return change.after()
                .map(entry -> entries.plus(change.key(), entry))
                .orElseGet(() -> entries.minus(change.key()));
    }

    /** One change per key, in the order of the last; a key that came and went in between is none. */
    static <T> TopicDelta<T> coalesce(List<Change<T>> changes) {
        Map<String, Change<T>> last = new LinkedHashMap<>();
        for (Change<T> change : changes) {
            Change<T> earlier = last.remove(change.key());
            Optional<Entry<T>> before = earlier == null ? change.before() : earlier.before();
            last.put(change.key(), new Change<>(change.key(), before, change.after(), change.offset()));
        }
        last.values()
                .removeIf(change -> change.before().isEmpty() && change.after().isEmpty());
        return new TopicDelta<>(List.copyOf(last.values()));
    }

    /**
     * What leads from one image to another that was read independently. The tombstone of a key that went may be
     * compacted, so its removal has the offset before the new position.
     */
    static <T> TopicDelta<T> diff(TopicImage<T> from, TopicImage<T> to) {
        List<Change<T>> changes = new ArrayList<>();
        from.entries().forEach((key, entry) -> {
            if (to.get(key).isEmpty()) {
                changes.add(new Change<>(key, Optional.of(entry), Optional.empty(), to.position() - 1));
            }
        });
        to.entries().forEach((key, entry) -> {
            Optional<Entry<T>> before = from.get(key);
            if (!Objects.equals(before, Optional.of(entry))) {
                changes.add(new Change<>(key, before, Optional.of(entry), entry.offset()));
            }
        });
        changes.sort(Comparator.comparingLong(Change::offset));
        return new TopicDelta<>(changes);
    }
}
