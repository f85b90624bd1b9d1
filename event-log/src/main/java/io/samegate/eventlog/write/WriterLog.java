package io.samegate.eventlog.write;

import io.samegate.eventlog.decide.StateChange;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;

/**
 * The log as one would-be writer sees it, in our words, so that a simulation can stand in for Kafka.
 *
 * <p>A log serves one membership: after {@link LogLostException} it is closed and a new one opened. All calls come
 * from the writer's thread, except {@link #wakeup()}.
 */
public interface WriterLog extends AutoCloseable {

    /** Opens a new membership of the same group under the same replica name. */
    interface Factory {
        WriterLog open();
    }

    /**
     * Waits for requests, for a change of the assignment or for {@link #wakeup()}, {@code max} at most; joins the
     * group as needed.
     */
    Polled poll(Duration max);

    /**
     * Takes the epoch: whoever wrote before can commit nothing any more, and what it had open is aborted. Called
     * only after a {@linkplain Polled.Assignment#FRESH fresh} assignment.
     */
    void fence();

    /**
     * Reads the own state topics to the ends known when called (committed records only), oldest first per topic.
     *
     * @return whether there was any record
     */
    boolean replay(ObjLongConsumer<StateChange<?>> onRecord);

    /**
     * The position of the requests that the last committed transaction carried; empty if there never was one, or if
     * the group has expired since.
     */
    OptionalLong committedPosition();

    /**
     * Whether any writer before this one has committed anything that the log still has: a takeover always tells of
     * itself, so its fact is there even where no state is. Asked where nobody knows the position; may read for long.
     */
    boolean hasHadWriter();

    /** The end of the requests now. */
    long endPosition();

    /** Where the next poll goes on. */
    void seek(long position);

    /**
     * Writes everything in one transaction, the request position with it, and returns once it is committed.
     *
     * @return the offset of each change, in order
     * @throws LogLostException when it was not committed, or nobody knows; the candidate must be forgotten
     */
    List<Long> commit(Transaction transaction);

    /** Ends a waiting {@link #poll}, or the next one. Any thread. */
    void wakeup();

    /** Leaves without a word to the group: the static member keeps its place until its session ends. */
    @Override
    void close();

    /** Leaves the group at once, so that a standby takes over without waiting for the session to end. */
    void resign();
}
