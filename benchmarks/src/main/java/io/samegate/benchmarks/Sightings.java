package io.samegate.benchmarks;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** When something with a name was first seen, in {@link System#nanoTime()}. Any thread. */
final class Sightings {

    private static final long PATIENCE_SECONDS = 30;

    private final Map<String, CompletableFuture<Long>> seen = new ConcurrentHashMap<>();

    /** It is there now; later sightings of the same name do not count. */
    void sight(String name) {
        of(name).complete(System.nanoTime());
    }

    /** Waits until it has been seen. */
    long when(String name) {
        return of(name).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private CompletableFuture<Long> of(String name) {
        return seen.computeIfAbsent(name, any -> new CompletableFuture<>());
    }
}
