package io.samegate.eventlog.follow;

import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.kafka.Clients;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Asks the broker for the ends and ids of topics, on a connection of its own: on a reader's connection a question would
 * wait behind the fetch that waits for records.
 *
 * <p>Thread-safe. All readers of a process with the same settings share one.
 */
final class Lookups implements AutoCloseable {

    private static final Map<LogSettings, Lookups> SHARED = new HashMap<>(); // guarded by itself

    /** Questions for the same end that come within this time share one look-up. */
    private static final long SHARING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final int LOOK_UP_MILLIS = 1000;

    private final LogSettings settings;
    private final Map<String, CompletableFuture<Long>> waiting = new HashMap<>(); // not yet asked; guarded by this
    private final Map<String, Long> lastAsked = new HashMap<>(); // nanoTime; guarded by this
    private Admin admin; // made when first needed; guarded by this
    private int users; // guarded by SHARED

    private Lookups(LogSettings settings) {
        this.settings = settings;
    }

    /** Joins those who use these settings; each closes it once. */
    static Lookups share(LogSettings settings) {
        synchronized (SHARED) {
            Lookups lookups = SHARED.computeIfAbsent(settings, Lookups::new);
            lookups.users++;
            return lookups;
        }
    }

    /** The end (of what is committed) at some moment after this call; Kafka's exception if there is no answer. */
    synchronized CompletableFuture<Long> end(String topic) {
        CompletableFuture<Long> sharedEnd = waiting.get(topic);
        if (sharedEnd != null) {
            return sharedEnd;
        }
        CompletableFuture<Long> end = new CompletableFuture<>();
        waiting.put(topic, end);
        long wait =
                lastAsked.getOrDefault(topic, System.nanoTime() - SHARING_NANOS) + SHARING_NANOS - System.nanoTime();
        if (wait <= 0) {
            ask(topic);
        } else {
            CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS).execute(() -> ask(topic));
        }
        return end;
    }

    /** The ids by topic name; a topic made anew has another one. */
    Map<String, Uuid> topicIds(Collection<String> topics, Duration patience) {
        int millis = Math.toIntExact(patience.toMillis());
        Map<String, Uuid> ids = new HashMap<>();
        try {
            Map<String, TopicDescription> found = admin().describeTopics(
                            topics, new DescribeTopicsOptions().timeoutMs(millis))
                    .allTopicNames()
                    .get(millis, TimeUnit.MILLISECONDS);
            found.forEach((name, description) -> ids.put(name, description.topicId()));
            return ids;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new KafkaException("no topic ids within " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }

    @Override
    public void close() {
        synchronized (SHARED) {
            users--;
            if (users > 0) {
                return;
            }
            SHARED.remove(settings);
        }
        Admin idle;
        synchronized (this) {
            idle = admin;
        }
        if (idle != null) {
            idle.close(Duration.ZERO);
        }
    }

    private synchronized void ask(String topic) {
        CompletableFuture<Long> end = waiting.remove(topic);
        lastAsked.put(topic, System.nanoTime());
        TopicPartition partition = new TopicPartition(topic, 0);
        try {
            var unused = admin().listOffsets(
                            Map.of(partition, OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(LOOK_UP_MILLIS))
                    .partitionResult(partition)
                    .whenComplete((found, failure) -> {
                        if (failure == null) {
                            end.complete(found.offset());
                        } else {
                            end.completeExceptionally(failure);
                        }
                    });
        } catch (KafkaException | IllegalStateException e) {
            end.completeExceptionally(e);
        }
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Clients.admin(settings, "look-ups");
        }
        return admin;
    }
}
