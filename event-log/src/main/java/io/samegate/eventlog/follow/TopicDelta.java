package io.samegate.eventlog.follow;

import java.util.List;

/**
 * What changed in one topic between two images, one change per key, in the order of the last records. A key removed
 * and created again is one change with two different values: compare uids, not keys.
 */
public record TopicDelta<T>(List<Change<T>> changes) {

    public TopicDelta {
        changes = List.copyOf(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }
}
