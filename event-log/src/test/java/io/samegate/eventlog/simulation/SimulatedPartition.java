package io.samegate.eventlog.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One partition: data and the control markers that end transactions, each with an offset of its own. At most one
 * transaction is open in it, as there is one transactional id.
 */
final class SimulatedPartition<V> {

    private static final long NOTHING_OPEN = -1;

    /** A record that readers of committed data may get. */
    record Data<V>(long offset, long appended, String key, V value) {}

    private sealed interface Entry<V> {
        record Written<V>(SimulatedTransaction transaction, Data<V> data) implements Entry<V> {}

        record Marker<V>(SimulatedTransaction transaction) implements Entry<V> {}
    }

    private final String name;
    private final List<Entry<V>> entries = new ArrayList<>();
    private long openSince = NOTHING_OPEN;

    SimulatedPartition(String name) {
        this.name = name;
    }

    long append(SimulatedTransaction transaction, long time, String key, V value) {
        long offset = end();
        entries.add(new Entry.Written<>(transaction, new Data<>(offset, time, key, value)));
        if (!transaction.isNone()) {
            transaction.unmarked.add(this);
            openSince = openSince == NOTHING_OPEN ? offset : openSince;
        }
        return offset;
    }

    /** Ends a transaction here; until then readers of committed data stop before it. */
    void mark(SimulatedTransaction transaction) {
        entries.add(new Entry.Marker<>(transaction));
        openSince = NOTHING_OPEN;
    }

    long end() {
        return entries.size();
    }

    /** The end for readers of committed data. */
    long lastStable() {
        return openSince == NOTHING_OPEN ? end() : openSince;
    }

    /** What is committed and visible from an offset on, {@code most} records, before {@code end}. */
    List<Data<V>> committed(long from, long end, int most) {
        List<Data<V>> found = new ArrayList<>();
        long stop = Math.min(end, lastStable());
        for (long offset = from; offset < stop && found.size() < most; offset++) {
            if (entries.get((int) offset) instanceof Entry.Written<V>(SimulatedTransaction transaction, Data<V> data)
                    && transaction.outcome == SimulatedTransaction.Outcome.COMMITTED) {
                found.add(data);
            }
        }
        return found;
    }

    /** Everything that was ever written, aborted or not yet ended included. */
    List<Data<V>> uncommitted() {
        List<Data<V>> found = new ArrayList<>();
        for (Entry<V> entry : entries) {
            if (entry instanceof Entry.Written<V> written) {
                found.add(written.data());
            }
        }
        return found;
    }

    /** The record at an offset if its transaction is decided to be committed, visible already or not. */
    Optional<Data<V>> decided(long offset) {
        return offset < end()
                        && entries.get((int) offset)
                                instanceof Entry.Written<V>(SimulatedTransaction transaction, Data<V> data)
                        && transaction.outcome == SimulatedTransaction.Outcome.COMMITTED
                ? Optional.of(data)
                : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}
