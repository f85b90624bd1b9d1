package io.samegate.api.kafka;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.store.Listing;
import io.samegate.api.store.ObjectView;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * {@link RecentChanges} for every thread: who hears of something changes them, readers look, watchers are nudged. Ready
 * when its owner says so, once.
 */
final class RecentObjects implements ObjectView {

    private final ObjectKind kind;
    private final RecentChanges objects; // guarded by this
    private final Consumer<RecentChanges> beforeReading;
    private final List<Runnable> nudges = new CopyOnWriteArrayList<>();
    private volatile boolean ready;

    /** @param beforeReading what time alone has changed; called as {@link #change} calls */
    RecentObjects(ObjectKind kind, RecentChanges objects, Consumer<RecentChanges> beforeReading) {
        this.kind = kind;
        this.objects = objects;
        this.beforeReading = beforeReading;
    }

    /**
     * Calls {@code change} with nobody else at the objects, and nudges the watchers if it changed something.
     *
     * @param change whether it did
     */
    void change(Predicate<RecentChanges> change) {
        boolean changed;
        synchronized (this) {
            changed = change.test(objects);
        }
        if (changed) {
            nudges.forEach(Runnable::run);
        }
    }

    /** Everything known at start is in. */
    void becomeReady() {
        ready = true;
    }

    @Override
    public ObjectKind kind() {
        return kind;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public synchronized Optional<Entry<HasMetadata>> get(ObjectKey key) {
        beforeReading.accept(objects);
        return objects.get(key.path());
    }

    @Override
    public synchronized Listing list(String namespace) {
        beforeReading.accept(objects);
        return objects.list(namespace);
    }

    @Override
    public synchronized long position() {
        return objects.position();
    }

    /** Others tell, and promise nothing: what has been heard so far is all there is. */
    @Override
    public CompletableFuture<View.Freshness> fresh(Duration max) {
        return CompletableFuture.completedFuture(new View.Freshness.Current());
    }

    @Override
    public CompletableFuture<Void> reached(long offset) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized Optional<Change<HasMetadata>> at(long offset) {
        return objects.at(offset);
    }

    @Override
    public synchronized View.Changes<HasMetadata> changesFrom(long from, int max) {
        return objects.from(from, max);
    }

    @Override
    public AutoCloseable onAdvance(Runnable nudge) {
        nudges.add(nudge);
        return () -> nudges.remove(nudge);
    }
}
