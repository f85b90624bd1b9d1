package io.samegate.api.store;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.events.EventForms;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.View;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The Events of the core group in the form of {@code events.k8s.io}; the versions are the same. */
public record NewerEvents(ObjectView core) implements ObjectView {

    @Override
    public ObjectKind kind() {
        return ObjectKind.NEWER_EVENT;
    }

    @Override
    public boolean isReady() {
        return core.isReady();
    }

    @Override
    public Optional<Entry<HasMetadata>> get(ObjectKey key) {
        return core.get(key).map(NewerEvents::newer);
    }

    @Override
    public Listing list(String namespace) {
        Listing listing = core.list(namespace);
        return new Listing(listing.entries().stream().map(NewerEvents::newer).toList(), listing.position());
    }

    @Override
    public long position() {
        return core.position();
    }

    @Override
    public CompletableFuture<View.Freshness> fresh(Duration max) {
        return core.fresh(max);
    }

    @Override
    public CompletableFuture<Void> reached(long offset) {
        return core.reached(offset);
    }

    @Override
    public Optional<Change<HasMetadata>> at(long offset) {
        return core.at(offset).map(NewerEvents::newer);
    }

    @Override
    public View.Changes<HasMetadata> changesFrom(long from, int max) {
        return switch (core.changesFrom(from, max)) {
            case View.Changes.Some<HasMetadata> some ->
                new View.Changes.Some<>(
                        some.changes().stream().map(NewerEvents::newer).toList(), some.next());
            case View.Changes.Expired<HasMetadata> expired -> expired;
        };
    }

    @Override
    public AutoCloseable onAdvance(Runnable nudge) {
        return core.onAdvance(nudge);
    }

    private static Entry<HasMetadata> newer(Entry<HasMetadata> entry) {
        return new Entry<>(EventForms.newer(entry.value()), entry.offset());
    }

    private static Change<HasMetadata> newer(Change<HasMetadata> change) {
        return new Change<>(
                change.key(),
                change.before().map(NewerEvents::newer),
                change.after().map(NewerEvents::newer),
                change.offset());
    }
}
