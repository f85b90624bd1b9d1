package io.samegate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProcessTest {
    private static final Duration PROMPTLY = Duration.ofSeconds(30);
    private static final int ENOUGH = 100;

    @TempDir
    Path directory;

    @Test
    void keepsEverythingItAcknowledgedWhenItIsKilled() throws Exception {
        Acknowledged acknowledged;
        try (BrokerProcess first = launch();
                ExecutorService writers = Executors.newCachedThreadPool()) {
            // Given writers that go on until the broker is gone
            String address = first.address();
            TestLog.createTopic(address, "plain", Map.of());
            TestLog.createTopic(address, "decided", Map.of());
            Semaphore written = new Semaphore(0);
            Semaphore committed = new Semaphore(0);
            Future<List<String>> plain = writers.submit(() -> writePlain(address, written));
            Future<Integer> transactions = writers.submit(() -> writeInTransactions(address, committed));
            written.acquire(ENOUGH);
            committed.acquire(ENOUGH);
            // When
            first.kill();
            acknowledged = new Acknowledged(plain.get(), transactions.get());
        }
        long killed = System.nanoTime();
        try (BrokerProcess second = launch()) {
            String address = second.address();
            System.out.printf(
                    "broker: ready %d ms after kill -9, %d records and %d transactions acknowledged%n",
                    Duration.ofNanos(System.nanoTime() - killed).toMillis(),
                    acknowledged.plain().size(),
                    acknowledged.transactions());
            // Then
            assertThat(TestLog.values(address, "plain")).containsAll(acknowledged.plain());
            assertEveryTransactionIsWhole(address, acknowledged.transactions());
        }
    }

    @Test
    void compactsAfterItWasKilled() throws Exception {
        String[] often = {"--set", "log.cleaner.backoff.ms=100"};
        Map<String, String> compacted =
                Map.of("cleanup.policy", "compact", "segment.ms", "1", "min.cleanable.dirty.ratio", "0.01");
        // Given
        try (BrokerProcess first = launch(often)) {
            TestLog.createTopic(first.address(), "state", compacted);
        }
        try (BrokerProcess second = launch(often)) {
            String address = second.address();
            // When one key is written again and again
            for (int n = 0; n < 50; n++) {
                TestLog.append(address, "state", "key", Integer.toString(n));
            }
            // Then only what may still be in the open segment, and one before it, remains
            List<String> left = TestLog.values(address, "state");
            while (left.size() > 5) {
                left = TestLog.values(address, "state");
            }
            assertThat(left).last().isEqualTo("49");
        }
    }

    @Test
    void stopsCleanlyAndSucceedsWhenAskedTo() throws Exception {
        try (BrokerProcess broker = launch()) {
            TestLog.createTopic(broker.address(), "any", Map.of());
            // When
            broker.terminate();
            // Then
            assertThat(broker.exitCode(PROMPTLY)).isZero();
            assertThat(directory.resolve("data/kafka/.kafka_cleanshutdown")).exists();
        }
    }

    @Test
    void failsInOneSentenceWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                BrokerProcess broker = launch("--port", Integer.toString(taken.getLocalPort()))) {
            assertThat(broker.exitCode(PROMPTLY)).isEqualTo(1);
            assertThat(broker.errors().lines())
                    .singleElement()
                    .asString()
                    .contains("port " + taken.getLocalPort(), "SAMEGATE_KAFKA_PORT");
        }
    }

    @Test
    void failsInOneSentenceWhenAnotherProcessHasTheDirectory() throws Exception {
        try (BrokerProcess holder = launch()) {
            assertThat(holder.address()).isNotBlank();
            // When
            try (BrokerProcess second = BrokerProcess.launch(data(), directory.resolve("second-errors"))) {
                // Then
                assertThat(second.exitCode(PROMPTLY)).isEqualTo(1);
                assertThat(second.errors().lines())
                        .singleElement()
                        .asString()
                        .contains("another broker is using the directory " + data(), "SAMEGATE_HOME");
            }
        }
    }

    /** What the clients were told is written. */
    private record Acknowledged(List<String> plain, int transactions) {}

    private Path data() {
        return directory.resolve("data");
    }

    private BrokerProcess launch(String... more) throws Exception {
        return BrokerProcess.launch(data(), directory.resolve("errors"), more);
    }

    private static List<String> writePlain(String address, Semaphore acknowledged) throws InterruptedException {
        List<String> written = new ArrayList<>();
        try (KafkaProducer<String, String> producer = TestLog.producer(address, Map.of())) {
            for (int n = 0; ; n++) {
                producer.send(new ProducerRecord<>("plain", "key", "plain-" + n))
                        .get();
                written.add("plain-" + n);
                acknowledged.release();
            }
        } catch (ExecutionException e) {
            return written; // the broker is gone
        }
    }

    /** Each transaction: two records and the offset n + 1 of a group. Returns how many commits were acknowledged. */
    private static int writeInTransactions(String address, Semaphore acknowledged) {
        int committed = 0;
        Map<String, Object> settings = Map.of("transactional.id", "writer", "max.block.ms", 5_000);
        KafkaProducer<String, String> producer = TestLog.producer(address, settings);
        try {
            producer.initTransactions();
            for (int n = 0; ; n++) {
                producer.beginTransaction();
                send(producer, n + "-a");
                send(producer, n + "-b");
                producer.flush(); // or the offsets meet the end of the transaction before, and back off for 100 ms
                producer.sendOffsetsToTransaction(
                        Map.of(new TopicPartition("plain", 0), new OffsetAndMetadata(n + 1L)),
                        new ConsumerGroupMetadata("writers"));
                producer.commitTransaction();
                committed++;
                acknowledged.release();
            }
        } catch (KafkaException e) {
            return committed; // the broker is gone
        } finally {
            producer.close(Duration.ZERO); // otherwise it waits, without an end, for the broker to abort
        }
    }

    private static void send(KafkaProducer<String, String> producer, String value) {
        // The commit tells whether it was written.
        Future<?> told = producer.send(new ProducerRecord<>("decided", "key", value));
        assertThat(told).isNotNull();
    }

    /** The last one may have been committed without anybody having been told. */
    private static void assertEveryTransactionIsWhole(String address, int acknowledged) throws Exception {
        // A new writer ends what the killed broker left open, which read_committed would wait for.
        try (KafkaProducer<String, String> successor =
                TestLog.producer(address, Map.of("transactional.id", "writer"))) {
            successor.initTransactions();
        }
        List<String> values = TestLog.values(address, "decided");
        int whole = values.size() / 2;
        assertThat(whole).isBetween(acknowledged, acknowledged + 1);
        assertThat(values)
                .containsExactlyElementsOf(IntStream.range(0, whole)
                        .boxed()
                        .flatMap(n -> List.of(n + "-a", n + "-b").stream())
                        .toList());
        assertThat(TestLog.committedOffset(address, "writers", "plain")).isEqualTo(whole);
    }
}
