package io.samegate.eventlog.kafka;

import io.samegate.eventlog.LogSettings;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Appends records outside any transaction, idempotently and in the order given, and never blocks its caller: the
 * producer, which may wait for metadata, is called on a thread of its own.
 *
 * <p>Thread-safe. At most {@value #MAX_WAITING} records wait for the producer.
 */
public final class Outlet implements AutoCloseable {

    /** The record is not on the log and never will be; any other failure leaves that open. */
    public static final class NeverSentException extends RuntimeException {
        public NeverSentException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static final int MAX_WAITING = 10_000;

    private final Producer<String, byte[]> producer;
    private final ThreadPoolExecutor thread;

    /**
     * @param role names the producer and its thread
     * @param delivery how long the producer tries to append a record
     */
    public Outlet(LogSettings settings, String role, Duration delivery) {
        this.producer = Clients.sender(settings, role, delivery);
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                runnable -> Thread.ofPlatform()
                        .name(settings.clientId() + "-" + role)
                        .daemon()
                        .unstarted(runnable));
        // The first record would otherwise pay for starting it.
        thread.prestartCoreThread();
    }

    /** Appends; completes with the offset, or with {@link NeverSentException}, or with Kafka's exception. */
    public CompletableFuture<Long> append(ProducerRecord<String, byte[]> toSend) {
        CompletableFuture<Long> offset = new CompletableFuture<>();
        try {
            thread.execute(() -> hand(toSend, offset));
        } catch (RejectedExecutionException e) {
            offset.completeExceptionally(new NeverSentException(
                    thread.isShutdown() ? "closed" : MAX_WAITING + " records are waiting already", e));
        }
        return offset;
    }

    /** Ends at once; what is under way may still arrive. */
    @Override
    public void close() {
        thread.shutdown();
        producer.close(Duration.ofMillis(200));
    }

    private void hand(ProducerRecord<String, byte[]> toSend, CompletableFuture<Long> offset) {
        Thread caller = Thread.currentThread();
        try {
            var unused = producer.send(toSend, (metadata, failure) -> {
                // Kafka calls back on this thread only when the record did not even get into its buffer.
                complete(offset, metadata, failure, Thread.currentThread().equals(caller));
            });
        } catch (RuntimeException e) {
            offset.completeExceptionally(new NeverSentException(e.getMessage(), e));
        }
    }

    private static void complete(
            CompletableFuture<Long> offset, RecordMetadata metadata, Exception failure, boolean neverBuffered) {
        if (failure == null) {
            offset.complete(metadata.offset());
        } else if (neverBuffered || isRefusal(failure)) {
            offset.completeExceptionally(new NeverSentException(failure.getMessage(), failure));
        } else {
            offset.completeExceptionally(failure);
        }
    }

    private static boolean isRefusal(Exception failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof AuthorizationException
                || failure instanceof InvalidTopicException;
    }
}
