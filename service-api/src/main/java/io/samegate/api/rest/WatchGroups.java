package io.samegate.api.rest;

import io.samegate.api.store.ObjectView;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A group of watches for each view and event loop. Thread-safe. */
final class WatchGroups {

    private record Place(ObjectView view, Thread eventLoop) {}

    private final ObjectBytes written;
    private final Duration stalledAfter;
    private final Map<Place, WatchGroup> groups = new ConcurrentHashMap<>();
    private final Map<ObjectView, AtomicInteger> watches = new ConcurrentHashMap<>(); // of a view, on all event loops

    WatchGroups(ObjectBytes written, Duration stalledAfter) {
        this.written = written;
        this.stalledAfter = stalledAfter;
    }

    /** The group of the event loop that asks; an event loop is the same thread for ever. */
    WatchGroup of(ObjectView view, Vertx vertx) {
        return groups.computeIfAbsent(
                new Place(view, Thread.currentThread()),
                place -> new WatchGroup(
                        vertx.getOrCreateContext(),
                        view,
                        written,
                        stalledAfter,
                        watches.computeIfAbsent(view, any -> new AtomicInteger())));
    }
}
