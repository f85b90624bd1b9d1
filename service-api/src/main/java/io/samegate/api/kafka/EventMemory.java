package io.samegate.api.kafka;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.events.EventObjects;
import io.samegate.api.store.ObjectView;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.TopicTail;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;

/** The facts of the last hour or so as Kubernetes Events, in bounded memory. */
public final class EventMemory implements AutoCloseable {

    /** Nobody waits for an Event; there are several for every change of a Service. */
    private static final Duration GATHERING = Duration.ofMillis(100);

    private final InstantSource clock;
    private final Duration memory;
    private final int max;
    private final TopicTail<Fact> tail;
    private final RecentObjects events;
    private final Deque<Change<HasMetadata>> byAge = new ArrayDeque<>(); // used only while the events are changed

    /**
     * @param memory how long an Event is remembered
     * @param max how many are remembered, one or more
     */
    public EventMemory(LogSettings settings, InstantSource clock, Duration memory, int max) {
        this.clock = clock;
        this.memory = memory;
        this.max = max;
        Instant start = clock.instant().minus(memory);
        this.events = new RecentObjects(ObjectKind.EVENT, new RecentChanges(start, 2 * max), this::forget);
        this.tail = new TopicTail<>(settings, Topics.EVENTS, new TopicTail.From.Time(start), GATHERING, this::hear);
    }

    /** Ready once what is remembered has been read again. */
    public void start() {
        Future<?> unused = tail.caughtUp().thenRun(events::becomeReady);
        tail.start();
    }

    @Override
    public void close() {
        tail.close();
    }

    public ObjectView view() {
        return events;
    }

    private void hear(TopicTail.Heard<Fact> heard) {
        Event event = EventObjects.of(heard.value(), heard.partition(), heard.offset());
        events.change(objects -> {
            byAge.add(objects.store(event, heard.time()));
            forget(objects);
            return true;
        });
    }

    private void forget(RecentChanges objects) {
        long tooOld = RecentChanges.sequence(clock.instant().minus(memory));
        while (!byAge.isEmpty() && (byAge.size() > max || byAge.getFirst().offset() < tooOld)) {
            Change<HasMetadata> first = byAge.removeFirst();
            if (objects.get(first.key()).equals(first.after())) {
                objects.remove(first.key());
            }
        }
    }
}
