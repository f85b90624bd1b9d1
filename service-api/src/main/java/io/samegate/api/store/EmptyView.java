package io.samegate.api.store;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.ObjectKey;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A kind of which there is never anything: whatever version somebody has seen, nothing has happened since. */
record EmptyView(ApiKind kind) implements ObjectView {

    private static final long POSITION = 1;

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public Optional<Entry<HasMetadata>> get(ObjectKey key) {
        return Optional.empty();
    }

    @Override
    public Listing list(String namespace) {
        return new Listing(List.of(), POSITION);
    }

    @Override
    public long position() {
        return POSITION;
    }

    @Override
    public CompletableFuture<View.Freshness> fresh(Duration max) {
        return CompletableFuture.completedFuture(new View.Freshness.Current());
    }

    @Override
    public CompletableFuture<Void> reached(long offset) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Optional<Change<HasMetadata>> at(long offset) {
        return Optional.empty();
    }

    @Override
    public View.Changes<HasMetadata> changesFrom(long from, int max) {
        return new View.Changes.Some<>(List.of(), Math.max(from, POSITION));
    }

    @Override
    public AutoCloseable onAdvance(Runnable nudge) {
        return () -> {};
    }
}
