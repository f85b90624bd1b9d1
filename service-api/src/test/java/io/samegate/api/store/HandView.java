package io.samegate.api.store;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.ObjectKey;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A view in which happens what a test lets happen, one change per offset; in all else as if there were nothing. Of what
 * was before its start it does not know, and leads nowhere from there. Confined to one thread.
 */
public final class HandView implements ObjectView {

    private final ObjectView nothing;
    private final long start;
    private final List<Change<HasMetadata>> changes = new ArrayList<>();
    private final List<Runnable> nudges = new ArrayList<>();

    /** A view in which nothing has happened since {@code start}, where it is. */
    public HandView(ApiKind kind, long start) {
        this.nothing = new EmptyView(kind);
        this.start = start;
    }

    /** Tells all who follow of a change, the offset of which is the view's position. */
    public void happens(Change<HasMetadata> change) {
        changes.add(change);
        nudges.forEach(Runnable::run);
    }

    @Override
    public ApiKind kind() {
        return nothing.kind();
    }

    @Override
    public boolean isReady() {
        return nothing.isReady();
    }

    @Override
    public Optional<Entry<HasMetadata>> get(ObjectKey key) {
        return nothing.get(key);
    }

    @Override
    public Listing list(String namespace) {
        return new Listing(List.of(), position());
    }

    @Override
    public long position() {
        return start + changes.size();
    }

    @Override
    public CompletableFuture<View.Freshness> fresh(Duration max) {
        return nothing.fresh(max);
    }

    @Override
    public CompletableFuture<Void> reached(long offset) {
        return nothing.reached(offset);
    }

    @Override
    public Optional<Change<HasMetadata>> at(long offset) {
        return nothing.at(offset);
    }

    @Override
    public View.Changes<HasMetadata> changesFrom(long from, int max) {
        List<Change<HasMetadata>> news = from < start
                ? List.of()
                : changes.stream().skip(from - start).limit(max).toList();
        return new View.Changes.Some<>(news, from + news.size());
    }

    @Override
    public AutoCloseable onAdvance(Runnable nudge) {
        nudges.add(nudge);
        return () -> nudges.remove(nudge);
    }
}
