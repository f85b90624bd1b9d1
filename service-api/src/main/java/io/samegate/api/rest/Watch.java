package io.samegate.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.Json;
import io.samegate.contracts.request.Statuses;
import io.samegate.eventlog.follow.Entry;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open watch. Told what is new as fast as its client reads: while the outlet's queue is full nothing is fetched, and
 * a client that takes nothing for too long is cut off. So it holds back nobody, and never has more in memory than the
 * queue and one go of events.
 *
 * <p>Everything happens on the event loop of the connection.
 */
final class Watch {

    private static final Logger LOGGER = LoggerFactory.getLogger(Watch.class);
    private static final Duration BOOKMARKS = Duration.ofMinutes(1);

    /** Bytes that may wait for the client before nothing more is fetched. */
    private static final int QUEUE = 16 << 10;

    /** After as many goes of events others have their turn. */
    private static final int LONGEST_TURN = 8;

    /** What the client asks for. */
    record Wanted(Selection selection, Shape shape, boolean bookmarks) {}

    private final WatchGroup group;
    private final WatchOutlet outlet;
    private final Wanted wanted;
    private final Runnable atEnd;
    private Iterator<Entry<HasMetadata>> initial = Collections.emptyIterator();
    private boolean endToMark; // whether a bookmark is to say that the initial ones were all
    private long next;
    private long begun; // System.nanoTime(), as are all times here
    private Duration length = Duration.ZERO;
    private long lastBookmark;
    private long waitsSince;
    private boolean waitsForDrain;
    private boolean first = true;
    private boolean ended;

    /** @param atEnd runs once, when the watch is over for whatever reason */
    Watch(WatchGroup group, WatchOutlet outlet, Wanted wanted, Runnable atEnd) {
        this.group = group;
        this.outlet = outlet;
        this.wanted = wanted;
        this.atEnd = atEnd;
    }

    /**
     * Starts the stream; a client that has gone meanwhile gets none.
     *
     * @param found told as ADDED before anything else, no faster than the client reads
     * @param markEnd whether a bookmark says that these were all
     * @param from the position after them
     */
    void begin(Iterator<Entry<HasMetadata>> found, boolean markEnd, long from, Duration longest) {
        if (outlet.isGone()) { // nobody would call the handlers any more
            end();
            return;
        }
        initial = found;
        endToMark = markEnd;
        next = from;
        length = longest;
        begun = System.nanoTime();
        lastBookmark = begun;
        outlet.begin(this::end);
        outlet.stream().setWriteQueueMaxSize(QUEUE);
        group.add(this);
        pump();
    }

    /** Tells what there is, until it is all told or the client has enough for now. */
    void pump() {
        for (int goes = 0; !ended && !waitsForDrain; goes++) {
            if (goes == LONGEST_TURN) {
                group.later(this);
                return;
            }
            if (outlet.stream().writeQueueFull()) {
                awaitDrain();
            } else if (initial.hasNext()) {
                tell(WatchNews.of(initial, wanted.shape(), first, next, group.written()));
            } else if (endToMark) {
                endToMark = false;
                bookmark(true);
            } else {
                WatchNews news = group.news(new WatchNews.Wish(wanted.selection(), wanted.shape(), first, next));
                if (news.isExpired()) {
                    expired(news.oldest());
                    return;
                }
                boolean more = news.next() > next;
                next = news.next();
                tell(news);
                if (!more) {
                    return;
                }
            }
        }
    }

    /** Looks at the time. */
    void tick(long now) {
        if (waitsForDrain && now - waitsSince > group.stalledAfter().toNanos()) {
            LOGGER.atInfo()
                    .addKeyValue("kind", group.kind().plural())
                    .addKeyValue("client", outlet.client())
                    .log("cut off a watch that is not read");
            cut();
        } else if (now - begun > length.toNanos()) {
            bookmark(false);
            finish();
        } else if (now - lastBookmark > BOOKMARKS.toNanos()) {
            lastBookmark = now;
            bookmark(false);
        }
    }

    /** Ends it without a word. */
    void cut() {
        outlet.cut();
        end();
    }

    private void awaitDrain() {
        waitsForDrain = true;
        waitsSince = System.nanoTime();
        outlet.stream().drainHandler(drained -> {
            waitsForDrain = false;
            pump();
        });
    }

    private void tell(WatchNews news) {
        if (!news.events().isEmpty()) {
            outlet.tell(news);
            first = false;
        }
    }

    private void bookmark(boolean endOfInitial) {
        if (!wanted.bookmarks() || ended || waitsForDrain || initial.hasNext()) {
            return;
        }
        ApiKind kind = group.kind();
        ObjectNode object = Json.mapper().createObjectNode();
        object.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(next)).putNull("creationTimestamp");
        if (endOfInitial) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        outlet.tell(WatchNews.of("BOOKMARK", object, next));
    }

    private void expired(long oldest) {
        outlet.tell(WatchNews.of(
                "ERROR", Statuses.of(410, "Expired", "too old resource version: " + next + " (" + oldest + ")"), next));
        finish();
    }

    private void finish() {
        if (!ended) {
            outlet.finish();
            end();
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            group.remove(this);
            atEnd.run();
        }
    }
}
