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
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pcollections.TreePMap;

/**
 * The facts of the last hour or so as Kubernetes Events, in bounded memory.
 *
 * <p>The events topic has several partitions, so its offsets are no single order. An Event's "offset" is a sequence of
 * this replica's own instead: the microsecond of its record, or one more than the last one given out. So it goes on
 * growing over restarts, and a watch begun before one goes on after it; it is not the same on every replica.
 *
 * <p>The tail's thread writes; guarded by this object.
 */
public final class EventMemory implements ObjectView, AutoCloseable {

    private final InstantSource clock;
    private final Duration memory;
    private final int max;
    private final TopicTail<Fact> tail;
    private final List<Runnable> nudges = new CopyOnWriteArrayList<>();
    private final TreeMap<Long, Change<HasMetadata>> window = new TreeMap<>();
    private final Deque<Change<HasMetadata>> byAge = new ArrayDeque<>();
    private TreePMap<String, Entry<HasMetadata>> events = TreePMap.empty();
    private long oldest; // a watch may begin here or later
    private long position;
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
        this.oldest = sequence(start);
        this.position = oldest;
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
        return Optional.ofNullable(events.get(key.path()));
    }

    @Override
    public synchronized Listing list(String namespace) {
        forget();
        Collection<Entry<HasMetadata>> listed = namespace.isEmpty()
                ? events.values()
                : events.subMap(namespace + "/", namespace + (char) ('/' + 1)).values();
        return new Listing(listed, position);
    }

    @Override
    public synchronized long position() {
        return position;
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
        return Optional.ofNullable(window.get(offset));
    }

    @Override
    public synchronized View.Changes<HasMetadata> changesFrom(long from, int atMost) {
        if (from < oldest) {
            return new View.Changes.Expired<>(oldest);
        }
        List<Change<HasMetadata>> changes =
                window.tailMap(from).values().stream().limit(atMost).toList();
        long next = changes.size() < atMost
                ? Math.max(from, position)
                : changes.getLast().offset() + 1;
        return new View.Changes.Some<>(changes, next);
    }

    @Override
    public AutoCloseable onAdvance(Runnable nudge) {
        nudges.add(nudge);
        return () -> nudges.remove(nudge);
    }

    private void hear(TopicTail.Heard<Fact> heard) {
        Event event = EventObjects.of(heard.value(), heard.partition(), heard.offset());
        synchronized (this) {
            long offset = Math.max(position, sequence(heard.time()));
            String key = ObjectKey.of(event).path();
            Entry<HasMetadata> entry = new Entry<>(event, offset);
            Change<HasMetadata> change =
                    new Change<>(key, Optional.ofNullable(events.get(key)), Optional.of(entry), offset);
            events = events.plus(key, entry);
            byAge.add(change);
            remember(change);
            forget();
        }
        new ArrayList<>(nudges).forEach(Runnable::run);
    }

    private void remember(Change<HasMetadata> change) {
        window.put(change.offset(), change);
        position = change.offset() + 1;
        while (window.size() > 2 * max) {
            oldest = window.pollFirstEntry().getKey() + 1;
        }
    }

    private void forget() {
        long tooOld = sequence(clock.instant().minus(memory));
        while (!byAge.isEmpty() && (byAge.size() > max || byAge.getFirst().offset() < tooOld)) {
            Change<HasMetadata> first = byAge.removeFirst();
            Optional<Entry<HasMetadata>> current = Optional.ofNullable(events.get(first.key()));
            if (current.equals(first.after())) {
                events = events.minus(first.key());
                remember(new Change<>(first.key(), current, Optional.empty(), position));
            }
        }
    }

    private static long sequence(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
