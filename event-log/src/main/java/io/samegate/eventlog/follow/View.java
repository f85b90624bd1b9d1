package io.samegate.eventlog.follow;

import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.LogSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One state topic for readers who also want to know how it came about: the newest image, and a window of the changes
 * since the compaction lag began, so that a watch can start anywhere in it (log.md section 5).
 *
 * <p>Thread-safe. Watchers pull ({@link #changesFrom}) and are only nudged ({@link #onAdvance}), so a slow one holds
 * back nobody.
 */
public final class View<T> implements AutoCloseable {

    /** What a watcher gets for its position. */
    public sealed interface Changes<T> {
        /** Changes in order, possibly none; ask again from {@code next}. */
        record Some<T>(List<Change<T>> changes, long next) implements Changes<T> {}

        /** The window no longer reaches back that far; it begins at {@code oldest}. */
        record Expired<T>(long oldest) implements Changes<T> {}
    }

    /** How a read that wants the newest ended. */
    public sealed interface Freshness {
        /** Everything committed before the read was asked for is in the image. */
        record Current() implements Freshness {}

        /** The broker did not say in time, or the image did not get there; it is this old. */
        record Stale(Duration age) implements Freshness {}
    }

    public View(LogSettings settings, Topic<T> topic, InstantSource clock) {
        throw new UnsupportedOperationException("view");
    }

    public void start() {}

    public CompletableFuture<Void> ready() {
        throw new UnsupportedOperationException("view");
    }

    public TopicImage<T> image() {
        throw new UnsupportedOperationException("view");
    }

    /**
     * Waits until the image contains everything committed up to now, {@code max} at most. Requests of the same few
     * milliseconds share one look-up of the end.
     */
    public CompletableFuture<Freshness> fresh(Duration max) {
        throw new UnsupportedOperationException("view");
    }

    /** Completes once the image contains the record at {@code offset}. */
    public CompletableFuture<Void> reached(long offset) {
        throw new UnsupportedOperationException("view");
    }

    /**
     * The change the record at {@code offset} made, while the window has it: a write is answered with the object as of
     * its own offset.
     */
    public Optional<Change<T>> at(long offset) {
        throw new UnsupportedOperationException("view");
    }

    /** Changes at offsets {@code >= from}, at most {@code max} of them. */
    public Changes<T> changesFrom(long from, int max) {
        throw new UnsupportedOperationException("view");
    }

    /**
     * Calls {@code nudge} (on the view's thread; be quick) whenever there may be more to read.
     *
     * @return ends it
     */
    public AutoCloseable onAdvance(Runnable nudge) {
        throw new UnsupportedOperationException("view");
    }

    @Override
    public void close() {}
}
