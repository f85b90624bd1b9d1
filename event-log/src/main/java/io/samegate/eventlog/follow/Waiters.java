package io.samegate.eventlog.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/** Futures that complete when a position is reached. Thread-safe. */
final class Waiters {

    private record Waiter(long position, CompletableFuture<Void> reached) {}

    private final PriorityQueue<Waiter> waiting =
            new PriorityQueue<>((a, b) -> Long.compare(a.position(), b.position())); // guarded by this
    private long position = -1; // guarded by this

    /** Completes once the position is {@code wanted} or more. */
    synchronized CompletableFuture<Void> reached(long wanted) {
        if (position >= wanted) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> reached = new CompletableFuture<>();
        waiting.removeIf(waiter -> waiter.reached().isDone());
        waiting.add(new Waiter(wanted, reached));
        return reached;
    }

    /** The position is now this; may be less than before when a topic was made anew. */
    void advance(long now) {
        List<Waiter> due = new ArrayList<>();
        synchronized (this) {
            position = now;
            while (!waiting.isEmpty() && waiting.peek().position() <= now) {
                due.add(waiting.poll());
            }
        }
        due.forEach(waiter -> waiter.reached().complete(null));
    }
}
