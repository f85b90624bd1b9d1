package io.samegate.eventlog.follow;

import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.LogSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Topic(s) to image to delta to publishers: reads state topics from their beginning, committed records only, and goes
 * on for ever. Ready once the position of every topic has reached the end known at start.
 *
 * <p>Its own thread reads and calls the publishers; {@link #image()} and the futures may be used from any.
 */
public final class TopicFollower implements AutoCloseable {

    public TopicFollower(LogSettings settings, List<Topic<?>> topics, List<Publisher> publishers, InstantSource clock) {
        throw new UnsupportedOperationException("follower");
    }

    /** Starts reading; never blocks. A broker that is away is waited for. */
    public void start() {}

    /** Completes when the first image is complete and every publisher has seen it. */
    public CompletableFuture<Void> ready() {
        throw new UnsupportedOperationException("follower");
    }

    /** The newest image; empty before {@link #ready()}. */
    public Image image() {
        throw new UnsupportedOperationException("follower");
    }

    /** Completes once the image of {@code topic} contains the record at {@code offset}. */
    public CompletableFuture<Void> reached(Topic<?> topic, long offset) {
        throw new UnsupportedOperationException("follower");
    }

    /** How long ago the broker was last heard: the age of the data. */
    public Duration silence() {
        throw new UnsupportedOperationException("follower");
    }

    @Override
    public void close() {}
}
