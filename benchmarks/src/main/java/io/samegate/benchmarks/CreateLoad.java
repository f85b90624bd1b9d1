package io.samegate.benchmarks;

import io.samegate.benchmarks.Outage.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Creates Services at a steady rate, whether or not it is answered, and deletes each once it is there. A slow answer
 * holds up nobody, so an outage is seen to the exactness of the rate.
 */
final class CreateLoad implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Without a selector and a node port: only the allocator and the API have work with it. */
    private static final String MANIFEST = """
            apiVersion: v1
            kind: Service
            metadata:
              name: %s
            spec:
              ports:
              - port: 8080
            """;

    private final Api api;
    private final ConcurrentLinkedQueue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger created = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    CreateLoad(String apiUrl) {
        this.api = new Api(apiUrl);
    }

    CreateLoad start() {
        var unused = clock.scheduleAtFixedRate(this::create, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** All that has been answered since the last call of {@link #forget()}, in no order. */
    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    void forget() {
        attempts.clear();
    }

    /**
     * Waits until a request sent at or after a time has been answered with a 201.
     *
     * @throws IllegalStateException if there is none within a minute
     */
    void awaitAnswerTo(long sentAfter) {
        long begin = System.nanoTime();
        while (attempts.stream().noneMatch(attempt -> attempt.committed() && attempt.sent() >= sentAfter)) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException("no committed answer for " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        api.close();
    }

    private void create() {
        String name = "load-" + created.getAndIncrement();
        long sent = System.nanoTime();
        var unused = api.send(MANIFEST.formatted(name)).whenComplete((answer, failure) -> {
            boolean committed = failure == null && answer.statusCode() == 201;
            attempts.add(new Attempt(sent, System.nanoTime(), committed));
            if (committed) {
                var unusedToo = api.sendDelete(name);
            }
        });
    }
}
