package io.samegate.eventlog.follow;

import io.samegate.contracts.UnreadableRecordException;
import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.LogSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topic(s) to image to delta to publishers: reads state topics from their beginning, committed records only, and goes
 * on for ever. Ready once the position of every topic has reached the end known at start.
 *
 * <p>Its own thread reads and calls the publishers; {@link #image()} and the futures may be used from any. When offsets
 * may have lost their meaning it reads all topics again, and publishers then hear the difference.
 */
public final class TopicFollower implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(TopicFollower.class);

    private final List<Publisher> publishers;
    private final Feed feed;
    private final Lookups lookups;
    private final Map<Topic<?>, Waiters> waiters = new HashMap<>();
    private final Map<Topic<?>, TopicFold<?>> folds = new HashMap<>(); // the feed's thread's
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<UnreadableRecordException> failure = new CompletableFuture<>();
    private boolean complete; // whether what is folded has been published; the feed's thread's
    private volatile Image image;

    public TopicFollower(LogSettings settings, List<Topic<?>> topics, List<Publisher> publishers, InstantSource clock) {
        this.publishers = List.copyOf(publishers);
        for (Topic<?> topic : topics) {
            waiters.put(topic, new Waiters());
            folds.put(topic, new TopicFold<>(topic));
        }
        this.image = published();
        this.lookups = Lookups.share(settings);
        String name =
                "follow-" + String.join("+", topics.stream().map(Topic::name).toList());
        this.feed = new Feed(settings, name, topics, new Following(), clock, lookups);
    }

    /** Starts reading; never blocks. A broker that is away is waited for. */
    public void start() {
        feed.start();
    }

    /**
     * Completes when the first image is complete and every publisher has seen it; exceptionally if a record is
     * unreadable.
     */
    public CompletableFuture<Void> ready() {
        return ready.copy();
    }

    /** Completes when a record is unreadable, now or later: nothing is read from then on. */
    public CompletableFuture<UnreadableRecordException> failure() {
        return failure.copy();
    }

    /** The newest image; empty before {@link #ready()}. */
    public Image image() {
        return image;
    }

    /** Completes once the image of {@code topic} contains the record at {@code offset}. */
    public CompletableFuture<Void> reached(Topic<?> topic, long offset) {
        Waiters ofTopic = waiters.get(topic);
        if (ofTopic == null) {
            throw new IllegalArgumentException("topic " + topic + " (expected: one of " + waiters.keySet() + ")");
        }
        return ofTopic.reached(offset + 1);
    }

    /** How long ago the broker was last heard: the age of the data. */
    public Duration silence() {
        return feed.silence();
    }

    @Override
    public void close() {
        feed.close();
        lookups.close();
    }

    /** On the feed's thread. */
    private final class Following implements Feed.Sink {

        @Override
        public void begin(Map<Topic<?>, Feed.Bounds> bounds) {
            complete = false;
            bounds.forEach((topic, known) -> folds.get(topic).begin(known.end()));
        }

        @Override
        public void read(List<Feed.Read> records, Map<Topic<?>, Long> positions) {
            records.forEach(read -> folds.get(read.topic()).read(read.consumed()));
            positions.forEach((topic, position) -> folds.get(topic).advance(position));
            if (!complete && !folds.values().stream().allMatch(TopicFold::isComplete)) {
                return;
            }
            complete = true;
            publish();
        }

        @Override
        public void failed(UnreadableRecordException unreadable) {
            ready.completeExceptionally(unreadable);
            failure.complete(unreadable);
        }
    }

    private void publish() {
        Map<Topic<?>, TopicDelta<?>> deltas = new HashMap<>();
        folds.forEach((topic, fold) -> deltas.put(topic, fold.publish()));
        Delta delta = new Delta(deltas);
        image = published();
        for (Publisher publisher : publishers) {
            try {
                publisher.onUpdate(delta, image);
            } catch (RuntimeException e) {
                LOGGER.atError()
                        .addKeyValue("publisher", publisher.name())
                        .setCause(e)
                        .log("failed to take an update");
            }
        }
        ready.complete(null);
        folds.forEach(
                (topic, fold) -> waiters.get(topic).advance(fold.published().position()));
    }

    private Image published() {
        Map<Topic<?>, TopicImage<?>> images = new HashMap<>();
        folds.forEach((topic, fold) -> images.put(topic, fold.published()));
        return new Image(images);
    }
}
