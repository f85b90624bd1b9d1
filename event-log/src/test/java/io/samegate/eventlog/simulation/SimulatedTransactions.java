package io.samegate.eventlog.simulation;

import io.samegate.eventlog.simulation.Refusal.Busy;
import io.samegate.eventlog.simulation.SimulatedTransaction.Outcome;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Kafka's coordinator of one transactional id.
 *
 * <p>The decision to commit and its markers are apart: a committed transaction becomes visible partition by partition,
 * and neither the next transaction nor a new epoch begins before the last marker is written.
 */
final class SimulatedTransactions {

    static final long TIMEOUT_MILLIS = 5_000;

    private final SimulatedTime time;
    private final Consumer<SimulatedTransaction> onCommitted;
    private Optional<SimulatedTransaction> current = Optional.empty();
    private int epoch;
    private int begun;

    SimulatedTransactions(SimulatedTime time, Consumer<SimulatedTransaction> onCommitted) {
        this.time = time;
        this.onCommitted = onCommitted;
    }

    /** A new epoch; aborts what is open and is busy until that is done. */
    int takeEpoch() {
        if (current.isPresent()) {
            if (current.get().outcome == Outcome.OPEN) {
                abort(current.get());
            }
            throw new Busy("a transaction is being ended");
        }
        epoch++;
        return epoch;
    }

    int epoch() {
        return epoch;
    }

    /** The transaction to write in, begun if there is none. */
    SimulatedTransaction writing(int producerEpoch) {
        requireCurrent(producerEpoch);
        SimulatedTransaction transaction = current.orElseGet(() -> {
            begun++;
            return new SimulatedTransaction(begun, epoch, time.now());
        });
        if (transaction.outcome != Outcome.OPEN) {
            throw new Busy("the transaction before is being ended");
        }
        current = Optional.of(transaction);
        return transaction;
    }

    /** Decides to commit what this epoch has open; the markers follow. */
    SimulatedTransaction commit(int producerEpoch, String writer) {
        requireCurrent(producerEpoch);
        SimulatedTransaction transaction = current.filter(t -> t.outcome == Outcome.OPEN)
                .orElseThrow(() -> new Refusal("InvalidTxnState: nothing is open"));
        transaction.outcome = Outcome.COMMITTED;
        transaction.writer = writer;
        onCommitted.accept(transaction);
        return transaction;
    }

    /** Whether a decided transaction still lacks markers. */
    boolean isEnding() {
        return current.filter(t -> t.outcome != Outcome.OPEN).isPresent();
    }

    boolean isOpen() {
        return current.filter(t -> t.outcome == Outcome.OPEN).isPresent();
    }

    /** Writes the next marker of a decided transaction; the group's offset counts as one. */
    void writeMarker(SimulatedGroup group) {
        if (!isEnding()) {
            return;
        }
        SimulatedTransaction transaction = current.orElseThrow();
        Iterator<SimulatedPartition<?>> unmarked = transaction.unmarked.iterator();
        if (unmarked.hasNext()) {
            unmarked.next().mark(transaction);
            unmarked.remove();
            return;
        }
        if (transaction.outcome == Outcome.COMMITTED) {
            transaction.position.ifPresent(group::moveTo);
        }
        current = Optional.empty();
    }

    void abortIfTimedOut() {
        current.filter(t -> t.outcome == Outcome.OPEN)
                .filter(t -> t.started + TIMEOUT_MILLIS < time.now())
                .ifPresent(this::abort);
    }

    /** Aborts and takes the epoch from whoever was writing. */
    private void abort(SimulatedTransaction transaction) {
        transaction.outcome = Outcome.ABORTED;
        epoch++;
    }

    private void requireCurrent(int producerEpoch) {
        if (producerEpoch != epoch) {
            throw new Refusal("InvalidProducerEpoch: " + producerEpoch + " (current: " + epoch + ")");
        }
    }
}
