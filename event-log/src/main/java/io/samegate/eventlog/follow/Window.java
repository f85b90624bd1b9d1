package io.samegate.eventlog.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The changes of a topic from some offset on, without a gap, in order. Bounded: the oldest go first. Thread-safe.
 */
final class Window<T> {

    /** More changes than this are not kept. */
    static final int MAX_CHANGES = 10_000;

    /**
     * Nor more bytes of their values on the wire. As objects they take five to six times as much, and a process may have half
     * a dozen busy views: a 64th of the heap for each leaves half of it for the rest.
     */
    static final long MAX_BYTES = Runtime.getRuntime().maxMemory() / 64;

    /**
     * A change with what decides how long it is kept.
     *
     * @param time of its record, milliseconds since the epoch
     * @param bytes of its value on the wire
     */
    record Kept<T>(Change<T> change, long time, int bytes) {}

    private final List<Kept<T>> kept = new ArrayList<>(); // guarded by this; the first few may be dropped ones
    private int first; // the index of the oldest that counts
    private long bytes;
    private long oldest;
    private long position;

    /** Begins at {@code oldest}: nothing is known of what was before. */
    Window(long oldest) {
        this.oldest = oldest;
        this.position = oldest;
    }

    /** Adds changes newer than all there are, and drops those older than {@code horizon} (milliseconds) or too many. */
    synchronized void append(List<Kept<T>> changes, long newPosition, long horizon) {
        for (Kept<T> change : changes) {
            kept.add(change);
            bytes += change.bytes();
        }
        position = Math.max(position, newPosition);
        while (first < kept.size()
                && (kept.get(first).time() < horizon || kept.size() - first > MAX_CHANGES || bytes > MAX_BYTES)) {
            Kept<T> dropped = kept.get(first);
            bytes -= dropped.bytes();
            oldest = dropped.change().offset() + 1;
            first++;
        }
        if (first > MAX_CHANGES / 10 || first == kept.size()) {
            kept.subList(0, first).clear();
            first = 0;
        }
    }

    /** Changes at offsets {@code >= from}, at most {@code max} (one or more). */
    synchronized View.Changes<T> from(long from, int max) {
        if (from < oldest) {
            return new View.Changes.Expired<>(oldest);
        }
        List<Change<T>> changes = new ArrayList<>();
        for (int i = indexOf(from); i < kept.size() && changes.size() < max; i++) {
            changes.add(kept.get(i).change());
        }
        boolean all = changes.size() < max;
        long next = all ? Math.max(from, position) : changes.getLast().offset() + 1;
        return new View.Changes.Some<>(List.copyOf(changes), next);
    }

    synchronized Optional<Change<T>> at(long offset) {
        int index = indexOf(offset);
        return index < kept.size() && kept.get(index).change().offset() == offset
                ? Optional.of(kept.get(index).change())
                : Optional.empty();
    }

    /** The index of the first change at or after an offset. */
    private int indexOf(long offset) {
        int low = first;
        int high = kept.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (kept.get(middle).change().offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
