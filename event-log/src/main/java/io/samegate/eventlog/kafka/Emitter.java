package io.samegate.eventlog.kafka;

import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.LogSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * Writes records outside any transaction, idempotently: what gateways report, and facts of services without a writer.
 *
 * <p>Thread-safe; nothing blocks. A future fails when the broker has not acknowledged within ten seconds.
 */
public final class Emitter implements AutoCloseable {

    private static final Duration DELIVERY = Duration.ofSeconds(10);

    private final Records records;
    private final Outlet outlet;

    public Emitter(LogSettings settings, Source source) {
        this.records = new Records(settings.prefix(), source, InstantSource.system());
        this.outlet = new Outlet(settings, source.serviceName() + "-emitter", DELIVERY);
    }

    /** Appends a record; completes with its offset. */
    public <T> CompletableFuture<Long> send(Topic<T> topic, String key, T value) {
        return outlet.append(records.stored(topic, key, value));
    }

    /** Appends a tombstone. */
    public CompletableFuture<Long> remove(Topic<?> topic, String key) {
        return outlet.append(records.removed(topic, key));
    }

    /** Appends a fact to the source's own partition of the events. */
    public CompletableFuture<Long> tell(Fact fact) {
        return outlet.append(records.fact(fact));
    }

    @Override
    public void close() {
        outlet.close();
    }
}
