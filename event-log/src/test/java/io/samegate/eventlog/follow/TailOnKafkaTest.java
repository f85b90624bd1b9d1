package io.samegate.eventlog.follow;

import static io.samegate.eventlog.TestLog.await;
import static io.samegate.eventlog.TestRequests.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.OnBroker;
import io.samegate.eventlog.TestLog;
import io.samegate.eventlog.follow.TopicTail.From;
import io.samegate.eventlog.follow.TopicTail.Heard;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnBroker.class)
class TailOnKafkaTest {

    private final Semaphore heard = new Semaphore(0);

    @Test
    void whoBeginsEarlierHasCaughtUpOnceEverythingThatWasThereIsHeard(TestLog log) throws Exception {
        // Given: a transaction, whose last offset is no record
        KafkaProducer<String, byte[]> producer = log.withTopics().producer(Map.of("transactional.id", "sender"));
        producer.initTransactions();
        producer.beginTransaction();
        for (int i = 0; i < 3; i++) {
            byte[] value = Topics.OBJECTS.codec().encode(object("a", "" + i));
            Future<?> unused = producer.send(new ProducerRecord<>(log.nameOf(Topics.OBJECTS), "a", value));
        }
        producer.commitTransaction();
        CountDownLatch mayGoOn = new CountDownLatch(1);
        // When
        TopicTail<HasMetadata> tail = tail(log, new From.Time(Instant.EPOCH), record -> {
            heard.release();
            if (record.offset() == 2) {
                join(mayGoOn);
            }
        });
        heard.acquire(3);
        // Then
        assertThat(tail.caughtUp()).isNotDone();
        mayGoOn.countDown();
        await(tail.caughtUp());
    }

    @Test
    void whoWantsOnlyNewsHasCaughtUpAtOnce(TestLog log) throws Exception {
        await(log.withTopics().emitter().send(Topics.OBJECTS, "a", object("a", "1")));

        await(tail(log, new From.Now(), record -> heard.release()).caughtUp());

        assertThat(heard.availablePermits()).isZero();
    }

    @Test
    void whoGathersHearsALoneRecordWhenTheTimeIsOver(TestLog log) throws Exception {
        // Given
        log.withTopics();
        tail(log, new From.Now(), Duration.ofMillis(50), record -> heard.release());
        // When
        await(log.emitter().send(Topics.OBJECTS, "a", object("a", "1")));
        // Then
        heard.acquire();
    }

    private static TopicTail<HasMetadata> tail(TestLog log, From from, Consumer<Heard<HasMetadata>> listener) {
        return tail(log, from, Duration.ZERO, listener);
    }

    private static TopicTail<HasMetadata> tail(
            TestLog log, From from, Duration gathering, Consumer<Heard<HasMetadata>> listener) {
        TopicTail<HasMetadata> tail =
                log.closing(new TopicTail<>(log.settings("listener"), Topics.OBJECTS, from, gathering, listener));
        tail.start();
        return tail;
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
