package io.samegate.eventlog.kafka;

import io.samegate.contracts.event.Source;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.decide.StateChange;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads what a writing service has on the log, from the beginning to the end known when asked. Stateless. */
final class StateReplay {

    private static final Duration LOOK_UP = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);

    /** Without a record or a step forward for this long the broker counts as gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LogSettings settings;
    private final Source source;
    private final Map<TopicPartition, Topic<?>> topics = new HashMap<>();

    StateReplay(LogSettings settings, Source source, List<Topic<?>> state) {
        this.settings = settings;
        this.source = source;
        state.forEach(topic -> topics.put(new TopicPartition(topic.in(settings.prefix()), 0), topic));
    }

    /**
     * Hands over every committed record, in order per topic.
     *
     * @return whether there was any
     * @throws org.apache.kafka.common.KafkaException if the broker does not answer
     */
    boolean run(ObjLongConsumer<StateChange<?>> onRecord) {
        AtomicBoolean any = new AtomicBoolean();
        read(topics.keySet(), consumed -> {
            onRecord.accept(change(consumed), consumed.offset());
            any.set(true);
            return true;
        });
        return any.get();
    }

    /** Whether there is any record in the service's partition of the events, where nobody but its writers writes. */
    boolean hasHadWriter() {
        AtomicBoolean any = new AtomicBoolean();
        read(Set.of(new TopicPartition(Topics.EVENTS.in(settings.prefix()), source.partition())), consumed -> {
            any.set(true);
            return false;
        });
        return any.get();
    }

    /** Hands over committed records until {@code goesOn} says no. */
    private void read(Set<TopicPartition> partitions, Predicate<ConsumerRecord<String, byte[]>> goesOn) {
        Consumer<String, byte[]> consumer = Clients.reader(settings, source.serviceName() + "-replay");
        try {
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, LOOK_UP);
            consumer.seekToBeginning(partitions);
            long quietSince = System.nanoTime();
            long before = -1;
            for (long left = left(consumer, ends); left > 0; left = left(consumer, ends)) {
                if (left != before) {
                    quietSince = System.nanoTime();
                    before = left;
                } else if (System.nanoTime() - quietSince > PATIENCE.toNanos()) {
                    throw new TimeoutException("replay: " + left + " offsets to go and nothing came for " + PATIENCE);
                }
                for (ConsumerRecord<String, byte[]> consumed : consumer.poll(POLL)) {
                    if (!goesOn.test(consumed)) {
                        return;
                    }
                }
            }
        } finally {
            Clients.close(consumer);
        }
    }

    /** How far it still is: by position, as the markers of transactions leave gaps between records. */
    private static long left(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        long left = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            left += Math.max(0, end.getValue() - consumer.position(end.getKey(), LOOK_UP));
        }
        return left;
    }

    private StateChange<?> change(ConsumerRecord<String, byte[]> consumed) {
        return change(topics.get(new TopicPartition(consumed.topic(), consumed.partition())), consumed);
    }

    private static <T> StateChange<T> change(Topic<T> topic, ConsumerRecord<String, byte[]> consumed) {
        return consumed.value() == null
                ? new StateChange.Removed<>(topic, consumed.key())
                : new StateChange.Stored<>(topic, consumed.key(), Records.value(topic, consumed));
    }
}
