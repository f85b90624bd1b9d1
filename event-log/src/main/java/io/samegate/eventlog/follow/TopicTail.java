package io.samegate.eventlog.follow;

import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.kafka.Records;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a log topic (reports, events, answers) from some point on and hands every committed record to a listener, in
 * order per partition, on its own thread.
 */
public final class TopicTail<T> implements AutoCloseable {

    /**
     * One record.
     *
     * @param key empty where there is none
     * @param id the CloudEvents id, empty where there is none
     * @param type the CloudEvents type, empty where there is none
     */
    public record Heard<T>(int partition, long offset, Instant time, String key, String id, String type, T value) {}

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

    private static final Logger LOGGER = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LOOK_UP = Duration.ofSeconds(3);
    private static final Duration POSITION = Duration.ofMillis(100);

    private final Topic<T> topic;
    private final List<TopicPartition> partitions;
    private final From from;
    private final Consumer<Heard<T>> listener;
    private final Hearing hearing;
    private final ReaderThread thread;
    private final CompletableFuture<Map<Integer, Long>> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final Map<TopicPartition, Long> next = new HashMap<>(); // where to go on; the tail's thread's
    private final Map<TopicPartition, Long> ahead = new HashMap<>(); // ends at the start, not yet reached; likewise

    /** A tail that hears of every record at once. */
    public TopicTail(LogSettings settings, Topic<T> topic, From from, Consumer<Heard<T>> listener) {
        this(settings, topic, from, Duration.ZERO, listener);
    }

    /**
     * @param gathering how long a record may wait for others to be heard with, which costs the broker and this process
     *     less; zero or more, shorter than half a second
     */
    public TopicTail(LogSettings settings, Topic<T> topic, From from, Duration gathering, Consumer<Heard<T>> listener) {
        this.topic = topic;
        this.partitions = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.in(settings.prefix()), partition))
                .toList();
        this.from = from;
        this.listener = listener;
        String name = "tail-" + topic.name();
        this.hearing = new Hearing(name, InstantSource.system());
        this.thread = new ReaderThread(settings, name, gathering, hearing, this::readOn);
    }

    /**
     * Starts; returns once the starting point is fixed, so that whatever is sent afterwards is heard. Waits for a
     * broker that is away.
     *
     * @return the offset at which each partition is begun; empty if closed before
     */
    public Map<Integer, Long> start() {
        thread.start();
        return begun.join();
    }

    /** Completes, on the tail's thread, once everything that was there at the start has been heard. */
    public CompletableFuture<Void> caughtUp() {
        return caughtUp.copy();
    }

    /** How long ago the broker was last heard. */
    public Duration silence() {
        return hearing.silence();
    }

    /** Ends the thread and waits for it, unless it is the caller. */
    @Override
    public void close() {
        begun.complete(Map.of());
        thread.close();
    }

    private void readOn(org.apache.kafka.clients.consumer.Consumer<String, byte[]> reader) {
        reader.assign(partitions);
        if (next.isEmpty()) {
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions, LOOK_UP);
            ahead.putAll(ends);
            next.putAll(start(reader, ends));
        }
        next.forEach(reader::seek);
        begun.complete(byPartition(next));
        follow(reader);
    }

    private void follow(org.apache.kafka.clients.consumer.Consumer<String, byte[]> reader) {
        while (thread.isOpen()) {
            try {
                catchUp(reader);
                for (ConsumerRecord<String, byte[]> consumed : reader.poll(POLL)) {
                    next.put(new TopicPartition(consumed.topic(), consumed.partition()), consumed.offset() + 1);
                    hear(consumed);
                }
            } catch (OffsetOutOfRangeException e) {
                // Deleted by retention, or a topic made anew: what there is now is all newer.
                LOGGER.atWarn()
                        .addKeyValue("topic", topic)
                        .setCause(e)
                        .log("records are gone, goes on with the oldest");
                reader.beginningOffsets(e.offsetOutOfRangePartitions().keySet(), LOOK_UP)
                        .forEach((partition, oldest) -> {
                            next.put(partition, oldest);
                            reader.seek(partition, oldest);
                        });
                reader.endOffsets(e.offsetOutOfRangePartitions().keySet(), LOOK_UP)
                        .forEach((partition, end) ->
                                ahead.computeIfPresent(partition, (of, known) -> Math.min(known, end)));
            }
            if (hearing.listen()) {
                hearing.works();
            }
        }
    }

    /** Everything before the positions has been heard. */
    private void catchUp(org.apache.kafka.clients.consumer.Consumer<String, byte[]> reader) {
        if (caughtUp.isDone()) {
            return;
        }
        try {
            ahead.entrySet().removeIf(end -> reader.position(end.getKey(), POSITION) >= end.getValue());
        } catch (TimeoutException e) {
            return; // not known yet; the next poll finds out
        }
        if (ahead.isEmpty()) {
            caughtUp.complete(null);
        }
    }

    /** Nobody's state rests on a log topic, so neither an unreadable record nor a failing listener ends the reading. */
    private void hear(ConsumerRecord<String, byte[]> consumed) {
        if (consumed.value() == null) {
            return;
        }
        try {
            listener.accept(new Heard<>(
                    consumed.partition(),
                    consumed.offset(),
                    Instant.ofEpochMilli(consumed.timestamp()),
                    consumed.key() == null ? "" : consumed.key(),
                    Records.id(consumed),
                    Records.type(consumed),
                    Records.value(topic, consumed)));
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .addKeyValue("record", Records.place(consumed))
                    .setCause(e)
                    .log("passed over a record");
        }
    }

    private static Map<Integer, Long> byPartition(Map<TopicPartition, Long> positions) {
        Map<Integer, Long> numbers = new HashMap<>();
        positions.forEach((partition, position) -> numbers.put(partition.partition(), position));
        return Map.copyOf(numbers);
    }

    private Map<TopicPartition, Long> start(
            org.apache.kafka.clients.consumer.Consumer<String, byte[]> reader, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> start = new HashMap<>(ends);
        switch (from) {
            case From.Now now -> {}
            case From.Time time -> {
                Map<TopicPartition, Long> times = new HashMap<>();
                partitions.forEach(
                        partition -> times.put(partition, Math.max(0, time.at().toEpochMilli())));
                reader.offsetsForTimes(times, LOOK_UP).forEach((partition, found) -> {
                    if (found != null) {
                        start.put(partition, found.offset());
                    }
                });
            }
            case From.Offsets offsets -> {
                Map<TopicPartition, Long> oldest = reader.beginningOffsets(partitions, LOOK_UP);
                partitions.forEach(partition -> {
                    Long wanted = offsets.next().get(partition.partition());
                    if (wanted != null) {
                        boolean exists = wanted >= oldest.get(partition) && wanted <= start.get(partition);
                        start.put(partition, exists ? wanted : oldest.get(partition));
                    }
                });
            }
        }
        return start;
    }
}
