package io.samegate.api.kafka;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.events.EventObjects;
import io.samegate.api.store.Listing;
import io.samegate.api.store.ObjectView;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.TopicTail;
import io.samegate.eventlog.follow.View;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The facts of the last hour or so as Kubernetes Events, in bounded memory.
 *
 * <p>The tail's thread writes; guarded by this object.
 */
public final class EventMemory implements ObjectView, AutoCloseable {

    private final InstantSource clock;
    private final Duration memory;
    private final int max;
    private final TopicTail<Fact> tail;
    private final List<Runnable> nudges = new CopyOnWriteArrayList<>();
    private final RecentChanges events;
    private final Deque<Change<HasMetadata>> byAge = new ArrayDeque<>();
    private volatile boolean ready;

    /**
     * @param memory how long an Event is remembered
     * @param max how many are remembered, one or more
     */
    public EventMemory(LogSettings settings, InstantSource clock, Duration memory, int max) {
        this.clock = clock;
        this.memory = memory;
        this.max = max;
        Instant start = clock.instant().minus(memory);
        this.events = new RecentChanges(start, 2 * max);
        this.tail = new TopicTail<>(settings, Topics.EVENTS, new TopicTail.From.Time(start), this::hear);
    }

    public void start() {
        tail.start();
        ready = true;
    }

    @Override
    public void close() {
        tail.close();
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.EVENT;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public synchronized Optional<Entry<HasMetadata>> get(ObjectKey key) {
        forget();
        return events.get(key.path());
    }

    @Override
    public synchronized Listing list(String namespace) {
        forget();
        return events.list(namespace);
    }

    @Override
    public synchronized long position() {
        return events.position();
    }

    /** Facts are told, not promised: what has been heard so far is all there is. */
    @Override
    public CompletableFuture<View.Freshness> fresh(Duration longest) {
        return CompletableFuture.completedFuture(new View.Freshness.Current());
    }

    @Override
    public CompletableFuture<Void> reached(long offset) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized Optional<Change<HasMetadata>> at(long offset) {
        return events.at(offset);
    }

    @Override
    public synchronized View.Changes<HasMetadata> changesFrom(long from, int atMost) {
        return events.from(from, atMost);
    }

    @Override
    public AutoCloseable onAdvance(Runnable nudge) {
        nudges.add(nudge);
        return () -> nudges.remove(nudge);
    }

    private void hear(TopicTail.Heard<Fact> heard) {
        Event event = EventObjects.of(heard.value(), heard.partition(), heard.offset());
        synchronized (this) {
            byAge.add(events.store(event, heard.time()));
            forget();
        }
        nudges.forEach(Runnable::run);
    }

    private void forget() {
        long tooOld = RecentChanges.sequence(clock.instant().minus(memory));
        while (!byAge.isEmpty() && (byAge.size() > max || byAge.getFirst().offset() < tooOld)) {
            Change<HasMetadata> first = byAge.removeFirst();
            if (events.get(first.key()).equals(first.after())) {
                events.remove(first.key());
            }
        }
    }
}
