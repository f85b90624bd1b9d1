package io.samegate.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** Changes the labels of Services in turn at a steady rate, whether or not it is answered. */
final class ChangeLoad implements AutoCloseable {

    /** Where this stands in an event, the number of the change follows, in {@link #DIGITS} digits. */
    static final String MARK = "\"change\":\"";

    static final int DIGITS = 7;

    private final Api api;
    private final int services;
    private final int rate;
    private final AtomicLongArray sent;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /** @param most changes there will be in all */
    ChangeLoad(Api api, int services, int rate, int most) {
        this.api = api;
        this.services = services;
        this.rate = rate;
        this.sent = new AtomicLongArray(most);
    }

    /**
     * Sends the next so many and waits until all are answered.
     *
     * @throws IllegalStateException if one is not answered with a 200
     */
    void run(int count) {
        int end = next.get() + count;
        millis.clear();
        var ticks = clock.scheduleAtFixedRate(
                () -> {
                    if (next.get() < end) {
                        change(next.getAndIncrement());
                    }
                },
                0,
                TimeUnit.SECONDS.toNanos(1) / rate,
                TimeUnit.NANOSECONDS);
        while (answered.get() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        ticks.cancel(false);
        if (millis.size() < count) {
            throw new IllegalStateException(count - millis.size() + " of " + count + " changes failed");
        }
    }

    /** When a change was sent, in {@link System#nanoTime()}. */
    long sentAt(int number) {
        return sent.get(number);
    }

    /** How long the changes of the last run took to be answered. */
    Samples millis() {
        return Samples.of(List.copyOf(millis));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void change(int number) {
        String text = String.format(Locale.ROOT, "%0" + DIGITS + "d", number);
        long begin = System.nanoTime();
        sent.set(number, begin);
        var unused = api.sendPatch(
                        Load.name(Watchers.PREFIX, number % services),
                        "{\"metadata\":{\"labels\":{\"change\":\"" + text + "\"}}}")
                .whenComplete((answer, failure) -> {
                    if (failure == null && answer.statusCode() == 200) {
                        millis.add((System.nanoTime() - begin) / 1e6);
                    }
                    answered.incrementAndGet();
                });
    }
}
