package io.samegate.api.rest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import java.util.List;
import java.util.Optional;

/** What a change of an object is to somebody who watches a selection. Stateless. */
final class WatchEvents {

    private WatchEvents() {}

    /** One event of a watch: the object as it is told, and the offset it was that at. */
    record WatchEvent(String type, Entry<HasMetadata> seen) {}

    /**
     * Leaving the selection is a deletion, entering it an addition; another object under the same name is both. A
     * deletion carries the last state with the version of the change.
     */
    static List<WatchEvent> of(Change<HasMetadata> change, Selection selection) {
        Optional<HasMetadata> before = change.before().map(Entry::value).filter(selection::contains);
        Optional<HasMetadata> after = change.after().map(Entry::value).filter(selection::contains);
        if (after.isEmpty()) {
            return before.map(last -> event("DELETED", last, change)).stream().toList();
        }
        if (before.isEmpty()) {
            return List.of(event("ADDED", after.get(), change));
        }
        if (uid(before.get()).equals(uid(after.get()))) {
            return List.of(event("MODIFIED", after.get(), change));
        }
        return List.of(event("DELETED", before.get(), change), event("ADDED", after.get(), change));
    }

    private static WatchEvent event(String type, HasMetadata object, Change<HasMetadata> change) {
        return new WatchEvent(type, new Entry<>(object, change.offset()));
    }

    private static Optional<String> uid(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getUid());
    }
}
