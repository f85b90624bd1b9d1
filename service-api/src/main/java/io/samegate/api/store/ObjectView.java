package io.samegate.api.store;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.ObjectKey;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.View;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One kind as this replica sees it. Objects are given as the log has them, without resourceVersion: that follows from
 * the entry's offset. Thread-safe; nothing blocks.
 */
public interface ObjectView {

    ApiKind kind();

    /** Whether everything known at start has been read; nothing else may be asked before. */
    boolean isReady();

    Optional<Entry<HasMetadata>> get(ObjectKey key);

    /** The objects of a namespace, or of all of them if it is empty. */
    Listing list(String namespace);

    /** Where a watch that wants only news begins. */
    long position();

    /** Waits until everything committed up to now is visible, {@code max} at most. */
    CompletableFuture<View.Freshness> fresh(Duration max);

    /** Completes once the record at {@code offset} is visible. */
    CompletableFuture<Void> reached(long offset);

    /** The change the record at {@code offset} made, while it is remembered. */
    Optional<Change<HasMetadata>> at(long offset);

    /** Changes at offsets {@code >= from}, in order, about {@code max} of them. */
    View.Changes<HasMetadata> changesFrom(long from, int max);

    /** Calls {@code nudge}, which must be quick, whenever there may be more to read; closing the result ends it. */
    AutoCloseable onAdvance(Runnable nudge);
}
