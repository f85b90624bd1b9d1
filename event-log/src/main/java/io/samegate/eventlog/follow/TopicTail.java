package io.samegate.eventlog.follow;

import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.LogSettings;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a log topic (reports, events, answers) from some point on and hands every committed record to a listener, in
 * order per partition, on its own thread.
 */
public final class TopicTail<T> implements AutoCloseable {

    /** One record; {@code key} is empty where there is none. */
    public record Heard<T>(int partition, long offset, Instant time, String key, String type, T value) {}

    /** Where reading begins; a partition for which nothing is said begins at its end. */
    public sealed interface From {
        /** Only what comes after the start. */
        record Now() implements From {}

        /** From the first record at or after a time. */
        record Time(Instant at) implements From {}

        /** From these offsets, by partition; one that is no longer there means the oldest there is. */
        record Offsets(Map<Integer, Long> next) implements From {
            public Offsets {
                next = Map.copyOf(next);
            }
        }
    }

    public TopicTail(LogSettings settings, Topic<T> topic, From from, Consumer<Heard<T>> listener) {
        throw new UnsupportedOperationException("tail");
    }

    /** Starts; returns once the starting point is fixed, so that whatever is sent afterwards is heard. */
    public void start() {}

    @Override
    public void close() {}
}
