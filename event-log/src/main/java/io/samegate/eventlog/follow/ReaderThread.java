package io.samegate.eventlog.follow;

import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.kafka.Clients;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The thread of a reader that goes on for ever: has a consumer, and another one after a pause whenever the broker failed.
 *
 * <p>All but {@link Reading} is for any thread.
 */
final class ReaderThread implements AutoCloseable {

    /** What is done with a consumer, on the thread. */
    interface Reading {
        /** Reads on while the thread {@link ReaderThread#isOpen()}; whatever Kafka throws means another consumer. */
        void readOn(Consumer<String, byte[]> consumer);
    }

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final LogSettings settings;
    private final Duration gathering;
    private final String name;
    private final Hearing hearing;
    private final Reading reading;
    private final Thread thread;
    private volatile Consumer<String, byte[]> consumer; // the thread's; others may only wake it up
    private volatile boolean closed;

    /** @param gathering how long a record may wait for others to be read with; zero for not at all */
    ReaderThread(LogSettings settings, String name, Duration gathering, Hearing hearing, Reading reading) {
        this.settings = settings;
        this.gathering = gathering;
        this.name = name;
        this.hearing = hearing;
        this.reading = reading;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    boolean isOpen() {
        return !closed;
    }

    /** Ends the thread and waits for it, unless it is the caller. */
    @Override
    public void close() {
        closed = true;
        Consumer<String, byte[]> used = consumer;
        if (used != null) {
            used.wakeup();
        }
        LockSupport.unpark(thread);
        if (Thread.currentThread().equals(thread)) {
            return;
        }
        try {
            thread.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                read();
            } catch (WakeupException e) {
                // Somebody closes this.
            } catch (KafkaException e) {
                hearing.fails(e.toString());
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void read() {
        Consumer<String, byte[]> opened = Clients.reader(settings, name, gathering);
        try {
            consumer = opened;
            hearing.use(opened);
            reading.readOn(opened);
        } finally {
            Clients.close(opened);
        }
    }
}
