package io.samegate.api.store;

import io.samegate.contracts.event.Fact;
import io.samegate.eventlog.follow.TopicTail;
import java.util.Map;
import java.util.function.Consumer;

/** The events topic for one subscriber at a time. Thread-safe. */
public interface EventFeed {

    /**
     * A running subscription.
     *
     * @param begun the offset at which each partition is begun
     * @param ending ends it
     */
    record Subscription(Map<Integer, Long> begun, AutoCloseable ending) {}

    /**
     * Hands every fact from a point on to a listener, on a thread of the subscription's own; a listener that waits
     * holds back nobody else, and may be called before this returns. Blocks until the starting point is fixed.
     */
    Subscription subscribe(TopicTail.From from, Consumer<TopicTail.Heard<Fact>> listener);
}
