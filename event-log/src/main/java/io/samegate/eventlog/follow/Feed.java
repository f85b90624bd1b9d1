package io.samegate.eventlog.follow;

import io.samegate.contracts.UnreadableRecordException;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.TopicKind;
import io.samegate.eventlog.LogSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads state topics from their beginning, committed records only, and goes on for ever; never resumes from an offset.
 *
 * <p>Begins again when offsets may have lost their meaning: the broker was not heard for half of the time that
 * tombstones are kept, a topic is another one than before, or a position no longer exists. One thread of its own.
 */
final class Feed implements AutoCloseable {

    /** Hears what was read, on the feed's thread. */
    interface Sink {
        /** Reading begins, or begins again, at the beginning of every topic. */
        void begin(Map<Topic<?>, Bounds> bounds);

        /** One batch, and where reading now is in every topic. */
        void read(List<Read> records, Map<Topic<?>, Long> positions);

        /** A record cannot be read; nothing more will come. */
        void failed(UnreadableRecordException failure);
    }

    /**
     * What is known of a topic when reading begins.
     *
     * @param end the end then; the image is complete once the position is there
     * @param history the first offset that compaction leaves alone, because it is younger than the lag
     */
    record Bounds(long end, long history) {}

    /** One record of a topic, a tombstone if the value is absent. */
    record Read(Topic<?> topic, ConsumerRecord<String, byte[]> consumed) {}

    private static final Logger LOGGER = LoggerFactory.getLogger(Feed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LOOK_UP = Duration.ofSeconds(3);
    private static final Duration POSITION = Duration.ofMillis(100);

    /** After this the topics may have been made anew meanwhile. */
    private static final Duration SHORT_SILENCE = Duration.ofSeconds(3);

    /** Nothing younger is compacted. */
    static final Duration COMPACTION_LAG = ofState("min.compaction.lag.ms");

    /** Half of the time in which a tombstone is sure to be seen. */
    private static final Duration TOO_LONG_SILENCE =
            ofState("delete.retention.ms").dividedBy(2);

    private final String name;
    private final Map<TopicPartition, Topic<?>> topics = new LinkedHashMap<>();
    private final Sink sink;
    private final InstantSource clock;
    private final Hearing hearing;
    private final Lookups lookups;
    private final ReaderThread thread;
    private final Map<Topic<?>, Long> positions = new HashMap<>();
    private Map<String, Uuid> ids = Map.of(); // of the topics as they were when reading began

    Feed(LogSettings settings, String name, List<Topic<?>> followed, Sink sink, InstantSource clock, Lookups lookups) {
        this.name = name;
        for (Topic<?> topic : followed) {
            if (topic.kind() != TopicKind.STATE || topic.partitions() != 1) {
                throw new IllegalArgumentException(
                        "topic " + topic + " (expected: a state topic, which has one partition)");
            }
            topics.put(new TopicPartition(topic.in(settings.prefix()), 0), topic);
        }
        this.sink = sink;
        this.clock = clock;
        this.hearing = new Hearing(name, clock);
        this.lookups = lookups;
        this.thread = new ReaderThread(settings, name, Duration.ZERO, hearing, this::readOn);
    }

    void start() {
        thread.start();
    }

    Duration silence() {
        return hearing.silence();
    }

    /** Ends the thread and waits for it, unless it is the caller. */
    @Override
    public void close() {
        thread.close();
    }

    private void readOn(Consumer<String, byte[]> consumer) {
        try {
            consumer.assign(topics.keySet());
            while (thread.isOpen()) {
                begin(consumer);
                follow(consumer);
            }
        } catch (UnreadableRecordException e) {
            LOGGER.atError().addKeyValue("reader", name).setCause(e).log("unreadable record, reads no further");
            thread.close();
            sink.failed(e);
        }
    }

    private void begin(Consumer<String, byte[]> consumer) {
        ids = lookups.topicIds(topicNames(), LOOK_UP);
        Map<TopicPartition, Long> ends = consumer.endOffsets(topics.keySet(), LOOK_UP);
        Map<TopicPartition, Long> times = new HashMap<>();
        long historyBegins = clock.instant().minus(COMPACTION_LAG).toEpochMilli();
        topics.keySet().forEach(partition -> times.put(partition, Math.max(0, historyBegins)));
        Map<TopicPartition, OffsetAndTimestamp> histories = consumer.offsetsForTimes(times, LOOK_UP);
        Map<Topic<?>, Bounds> bounds = new HashMap<>();
        topics.forEach((partition, topic) -> {
            long end = ends.get(partition);
            OffsetAndTimestamp history = histories.get(partition);
            bounds.put(topic, new Bounds(end, history == null ? end : Math.min(end, history.offset())));
        });
        consumer.seekToBeginning(topics.keySet());
        positions.clear();
        hearing.listen();
        sink.begin(bounds);
    }

    /** Reads on until reading has to begin again. */
    private void follow(Consumer<String, byte[]> consumer) {
        while (thread.isOpen()) {
            ConsumerRecords<String, byte[]> polled;
            try {
                polled = consumer.poll(POLL);
            } catch (OffsetOutOfRangeException e) {
                LOGGER.atWarn().addKeyValue("reader", name).setCause(e).log("a position is gone, reads again");
                return;
            }
            Duration silence = hearing.silence();
            boolean heard = hearing.listen();
            if (heard) {
                hearing.works();
            }
            if (silence.compareTo(TOO_LONG_SILENCE) > 0) {
                LOGGER.atWarn()
                        .addKeyValue("reader", name)
                        .addKeyValue("silence", silence)
                        .log("reads again");
                return;
            }
            if (heard && silence.compareTo(SHORT_SILENCE) > 0) {
                if (!lookups.topicIds(topicNames(), LOOK_UP).equals(ids)) {
                    LOGGER.atWarn().addKeyValue("reader", name).log("a topic was made anew, reads again");
                    return;
                }
            }
            deliver(consumer, polled);
        }
    }

    private void deliver(Consumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> polled) {
        List<Read> records = new ArrayList<>(polled.count());
        for (ConsumerRecord<String, byte[]> consumed : polled) {
            records.add(new Read(topics.get(new TopicPartition(consumed.topic(), consumed.partition())), consumed));
        }
        boolean advanced = !records.isEmpty();
        for (Map.Entry<TopicPartition, Topic<?>> followed : topics.entrySet()) {
            long position;
            try {
                position = consumer.position(followed.getKey(), POSITION);
            } catch (TimeoutException e) {
                continue; // no valid position while the broker is away
            }
            Long before = positions.put(followed.getValue(), position);
            advanced |= before == null || before != position;
        }
        if (advanced) {
            sink.read(records, Map.copyOf(positions));
        }
    }

    private List<String> topicNames() {
        return topics.keySet().stream().map(TopicPartition::topic).toList();
    }

    private static Duration ofState(String setting) {
        return Duration.ofMillis(Long.parseLong(TopicKind.STATE.settings().get(setting)));
    }
}
