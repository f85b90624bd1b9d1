package io.samegate.eventlog.kafka;

import io.samegate.contracts.request.Answer;
import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.write.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The transactions of one membership. Used on the writer's thread; after any exception it can only be closed, or
 * {@linkplain #abort() aborted} where the group has refused the offset: what
 * it had open is aborted by whoever takes the epoch next, or by the broker.
 */
final class Commits implements AutoCloseable {

    private final LogSettings settings;
    private final Topic<Answer> answers;
    private final Records records;
    private Producer<String, byte[]> producer; // absent until the epoch is taken

    Commits(LogSettings settings, Topic<Answer> answers, Records records) {
        this.settings = settings;
        this.answers = answers;
        this.records = records;
    }

    /** Takes the epoch. Once: a second time would fence whoever has taken it since. */
    void fence() {
        if (producer != null) {
            throw new IllegalStateException("fence: asked twice (expected: once per membership)");
        }
        producer = Clients.writer(settings, records.source());
        producer.initTransactions();
    }

    /** Whether the epoch was taken. */
    boolean hasFenced() {
        return producer != null;
    }

    /**
     * Writes and commits.
     *
     * @return the offset of each change
     */
    List<Long> commit(Transaction transaction, TopicPartition requests, ConsumerGroupMetadata member) {
        try {
            return tryToCommit(transaction, requests, member);
        } catch (IllegalStateException e) {
            // A batch that expires between two transactions leaves the producer in no state to begin another.
            throw new KafkaException("the producer is good for nothing any more", e);
        }
    }

    private List<Long> tryToCommit(Transaction transaction, TopicPartition requests, ConsumerGroupMetadata member) {
        producer.beginTransaction();
        List<Future<RecordMetadata>> changes = new ArrayList<>();
        transaction.changes().forEach(change -> changes.add(producer.send(toRecord(change))));
        transaction.facts().forEach(fact -> send(records.fact(fact)));
        List<Long> offsets = changes.stream().map(Commits::offset).toList();
        // Only now: offsets that reach the coordinator while it still adds the partitions of these records are refused
        // for the moment and sent again, which costs more than the round trip.
        producer.flush();
        producer.sendOffsetsToTransaction(Map.of(requests, new OffsetAndMetadata(transaction.position())), member);
        for (Transaction.PendingAnswer pending : transaction.answers()) {
            send(records.answer(answers, pending.requestId(), transaction.resolve(pending, offsets)));
        }
        producer.commitTransaction();
        return offsets;
    }

    /** Takes back what a refused {@link #commit} has written; the next one is as if that had never been. */
    void abort() {
        producer.abortTransaction();
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }

    private ProducerRecord<String, byte[]> toRecord(StateChange<?> change) {
        return switch (change) {
            case StateChange.Stored<?> stored -> toRecord(stored);
            case StateChange.Removed<?> removed -> records.removed(removed.topic(), removed.key());
        };
    }

    private <T> ProducerRecord<String, byte[]> toRecord(StateChange.Stored<T> stored) {
        return records.stored(stored.topic(), stored.key(), stored.value());
    }

    /** Sends what nobody waits for; commitTransaction fails if it failed. */
    private void send(ProducerRecord<String, byte[]> toSend) {
        var unused = producer.send(toSend);
    }

    private static long offset(Future<RecordMetadata> sent) {
        try {
            return sent.get(Clients.TRANSACTION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .offset();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException("a state record is not acknowledged", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }
}
