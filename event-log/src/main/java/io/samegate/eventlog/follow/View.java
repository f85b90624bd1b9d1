package io.samegate.eventlog.follow;

import io.samegate.contracts.UnreadableRecordException;
import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.LogSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.pcollections.TreePMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One state topic for readers who also want to know how it came about: the newest image, and a window of the changes
 * since the compaction lag began, so that a watch can start anywhere in it (log.md section 5).
 *
 * <p>Thread-safe. Watchers pull ({@link #changesFrom}) and are only nudged ({@link #onAdvance}), so a slow one holds
 * back nobody.
 */
public final class View<T> implements AutoCloseable {

    /** What a watcher gets for its position. */
    public sealed interface Changes<T> {
        /** Changes in order, possibly none; ask again from {@code next}. */
        record Some<T>(List<Change<T>> changes, long next) implements Changes<T> {}

        /** The window no longer reaches back that far; it begins at {@code oldest}. */
        record Expired<T>(long oldest) implements Changes<T> {}
    }

    /** How a read that wants the newest ended. */
    public sealed interface Freshness {
        /** Everything committed before the read was asked for is in the image. */
        record Current() implements Freshness {}

        /** The broker did not say in time, or the image did not get there; it is this old. */
        record Stale(Duration age) implements Freshness {}
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(View.class);
    private static final Duration HISTORY = Feed.COMPACTION_LAG;

    /** An idle broker is heard twice a second; one that is away is not asked. */
    private static final Duration AWAY = Duration.ofSeconds(3);

    private final Topic<T> topic;
    private final String nameOnBroker;
    private final InstantSource clock;
    private final Feed feed;
    private final Lookups lookups;
    private final Waiters waiters = new Waiters();
    private final Map<Object, Runnable> nudges = new ConcurrentHashMap<>(); // by watcher
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<UnreadableRecordException> failure = new CompletableFuture<>();
    private volatile Shown<T> shown = new Shown<>(TopicImage.empty(), new Window<>(0));

    /** What is seen from outside; the window changes with the image. */
    private record Shown<T>(TopicImage<T> image, Window<T> window) {}

    public View(LogSettings settings, Topic<T> topic, InstantSource clock) {
        this.topic = topic;
        this.nameOnBroker = topic.in(settings.prefix());
        this.clock = clock;
        this.lookups = Lookups.share(settings);
        this.feed = new Feed(settings, "view-" + topic.name(), List.of(topic), new Viewing(), clock, lookups);
    }

    /** Starts reading; never blocks. A broker that is away is waited for. */
    public void start() {
        feed.start();
    }

    /** Completes when everything known at the start is in the image; exceptionally if a record is unreadable. */
    public CompletableFuture<Void> ready() {
        return ready.copy();
    }

    /** Completes when a record is unreadable, now or later: nothing is read from then on. */
    public CompletableFuture<UnreadableRecordException> failure() {
        return failure.copy();
    }

    /** The newest image; empty before {@link #ready()}. */
    public TopicImage<T> image() {
        return shown.image();
    }

    /**
     * Waits until the image contains everything committed up to now, {@code max} at most. Requests of the same few
     * milliseconds share one look-up of the end.
     */
    public CompletableFuture<Freshness> fresh(Duration max) {
        if (feed.silence().compareTo(AWAY) > 0) {
            return CompletableFuture.completedFuture(new Freshness.Stale(feed.silence()));
        }
        return lookups.end(nameOnBroker)
                .thenCompose(waiters::reached)
                .orTimeout(max.toNanos(), TimeUnit.NANOSECONDS)
                .handle((there, failure) ->
                        failure == null ? new Freshness.Current() : new Freshness.Stale(feed.silence()));
    }

    /** How long ago the broker was last heard: the age of the data. */
    public Duration silence() {
        return feed.silence();
    }

    /** Completes once the image contains the record at {@code offset}. */
    public CompletableFuture<Void> reached(long offset) {
        return waiters.reached(offset + 1);
    }

    /**
     * The change the record at {@code offset} made, while the window has it: a write is answered with the object as of
     * its own offset.
     */
    public Optional<Change<T>> at(long offset) {
        return shown.window().at(offset);
    }

    /** Changes at offsets {@code >= from}, at most {@code max} of them. */
    public Changes<T> changesFrom(long from, int max) {
        return shown.window().from(from, max);
    }

    /**
     * Calls {@code nudge} (on the view's thread; be quick) whenever there may be more to read.
     *
     * @return ends it
     */
    public AutoCloseable onAdvance(Runnable nudge) {
        Object watcher = new Object();
        nudges.put(watcher, nudge);
        return () -> nudges.remove(watcher);
    }

    @Override
    public void close() {
        feed.close();
        lookups.close();
    }

    /** On the feed's thread. */
    private final class Viewing implements Feed.Sink {

        private final List<Window.Kept<T>> changes = new ArrayList<>();
        private TreePMap<String, Entry<T>> entries = TreePMap.empty();
        private Window<T> window = new Window<>(0);
        private Feed.Bounds bounds = new Feed.Bounds(0, 0);
        private boolean complete;

        @Override
        public void begin(Map<Topic<?>, Feed.Bounds> found) {
            changes.clear();
            entries = TreePMap.empty();
            bounds = found.getOrDefault(topic, bounds);
            window = new Window<>(bounds.history());
            complete = false;
        }

        @Override
        public void read(List<Feed.Read> records, Map<Topic<?>, Long> positions) {
            records.forEach(read -> fold(read.consumed()));
            long position = positions.getOrDefault(topic, 0L);
            window.append(changes, position, clock.instant().minus(HISTORY).toEpochMilli());
            changes.clear();
            if (complete || position >= bounds.end()) {
                complete = true;
                shown = new Shown<>(new TopicImage<>(entries, position), window);
                ready.complete(null);
                waiters.advance(position);
                nudges.values().forEach(this::nudge);
            }
        }

        @Override
        public void failed(UnreadableRecordException unreadable) {
            ready.completeExceptionally(unreadable);
            failure.complete(unreadable);
        }

        private void fold(ConsumerRecord<String, byte[]> consumed) {
            Folding.change(topic, entries, consumed).ifPresent(change -> {
                entries = Folding.apply(entries, change);
                if (change.offset() >= bounds.history()) {
                    changes.add(new Window.Kept<>(
                            change, consumed.timestamp(), Math.max(0, consumed.serializedValueSize())));
                }
            });
        }

        private void nudge(Runnable nudge) {
            try {
                nudge.run();
            } catch (RuntimeException e) {
                LOGGER.atError().addKeyValue("topic", topic).setCause(e).log("a watcher failed when nudged");
            }
        }
    }
}
