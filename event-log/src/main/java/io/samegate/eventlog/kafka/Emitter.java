package io.samegate.eventlog.kafka;

import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.LogSettings;
import java.util.concurrent.CompletableFuture;

/** Writes records outside any transaction, idempotently: what gateways report, and facts of services without a writer. */
public final class Emitter implements AutoCloseable {

    public Emitter(LogSettings settings, Source source) {
        throw new UnsupportedOperationException("emitter");
    }

    /** Appends a record; completes with its offset. */
    public <T> CompletableFuture<Long> send(Topic<T> topic, String key, T value) {
        throw new UnsupportedOperationException("emitter");
    }

    /** Appends a tombstone. */
    public CompletableFuture<Long> remove(Topic<?> topic, String key) {
        throw new UnsupportedOperationException("emitter");
    }

    /** Appends a fact to the source's own partition of the events. */
    public CompletableFuture<Long> tell(Fact fact) {
        throw new UnsupportedOperationException("emitter");
    }

    @Override
    public void close() {}
}
