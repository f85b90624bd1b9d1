package io.samegate.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.store.ObjectView;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.Json;
import io.samegate.contracts.request.Statuses;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.View;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open watch. Pulls from the view as fast as its client reads: while the outlet's queue is full nothing is
 * fetched, and a client that reads nothing for too long is cut off.
 *
 * <p>Everything happens on the event loop of the connection, except the nudge.
 */
final class Watch {

    private static final Logger LOGGER = LoggerFactory.getLogger(Watch.class);
    private static final int BATCH = 64;
    private static final Duration BOOKMARKS = Duration.ofMinutes(1);
    private static final Duration STALLED = Duration.ofSeconds(30);

    private final Context context;
    private final WatchOutlet outlet;
    private final ObjectView view;
    private final Selection selection;
    private final Shape shape;
    private final boolean bookmarks;
    private final Runnable atEnd;
    private final AtomicBoolean nudged = new AtomicBoolean();
    private AutoCloseable nudges = () -> {};
    private List<Long> timers = List.of();
    private Iterator<HasMetadata> initial = Collections.emptyIterator();
    private boolean endToMark; // whether a bookmark is to say that the initial ones were all
    private long next;
    private boolean first = true;
    private boolean waitsForDrain;
    private boolean wroteSinceLook = true;
    private boolean ended;

    /** @param atEnd runs once, when the watch is over for whatever reason */
    Watch(
            Context context,
            WatchOutlet outlet,
            ObjectView view,
            Selection selection,
            Shape shape,
            boolean bookmarks,
            Runnable atEnd) {
        this.context = context;
        this.outlet = outlet;
        this.view = view;
        this.selection = selection;
        this.shape = shape;
        this.bookmarks = bookmarks;
        this.atEnd = atEnd;
    }

    /**
     * Starts the stream; a client that has gone meanwhile gets none.
     *
     * @param found told as ADDED before anything else, no faster than the client reads
     * @param markEnd whether a bookmark says that these were all
     * @param from the position after them
     */
    void begin(Iterator<HasMetadata> found, boolean markEnd, long from, Duration length) {
        if (outlet.isGone()) { // nobody would call the handlers any more
            end();
            return;
        }
        initial = found;
        endToMark = markEnd;
        next = from;
        outlet.begin(this::end);
        nudges = view.onAdvance(this::nudge);
        long timeUp = context.owner().setTimer(length.toMillis(), id -> timeUp());
        long looks = context.owner().setPeriodic(STALLED.toMillis(), id -> look());
        long marks = context.owner().setPeriodic(BOOKMARKS.toMillis(), id -> bookmark(false));
        timers = List.of(timeUp, looks, marks);
        pump();
    }

    /** Any thread. */
    private void nudge() {
        if (nudged.compareAndSet(false, true)) {
            context.runOnContext(nothing -> {
                nudged.set(false);
                pump();
            });
        }
    }

    private void pump() {
        if (ended || waitsForDrain) {
            return;
        }
        if (outlet.stream().writeQueueFull()) {
            waitsForDrain = true;
            wroteSinceLook = true; // waiting begins only now
            outlet.stream().drainHandler(drained -> {
                waitsForDrain = false;
                wroteSinceLook = true;
                pump();
            });
            return;
        }
        if (initial.hasNext()) {
            for (int told = 0;
                    told < BATCH && initial.hasNext() && !outlet.stream().writeQueueFull();
                    told++) {
                write(new WatchEvents.WatchEvent("ADDED", initial.next()));
            }
            nudge();
            return;
        }
        if (endToMark) {
            endToMark = false;
            bookmark(true);
        }
        tellChanges();
    }

    private void tellChanges() {
        switch (view.changesFrom(next, BATCH)) {
            case View.Changes.Expired<HasMetadata> expired -> expired(expired.oldest());
            case View.Changes.Some<HasMetadata>(List<Change<HasMetadata>> changes, long after) -> {
                boolean more = after > next;
                next = tell(changes, after);
                if (more) {
                    nudge();
                }
            }
        }
    }

    /** Tells as many as there is room for; returns where to go on, {@code after} if it told all. */
    private long tell(List<Change<HasMetadata>> changes, long after) {
        for (Change<HasMetadata> change : changes) {
            if (outlet.stream().writeQueueFull()) {
                return change.offset();
            }
            WatchEvents.of(change, selection).forEach(this::write);
        }
        return after;
    }

    private void write(WatchEvents.WatchEvent event) {
        line(event.type(), shape.watched(event.object(), first));
        first = false;
    }

    private void bookmark(boolean endOfInitial) {
        if (!bookmarks || ended || waitsForDrain || initial.hasNext()) {
            return;
        }
        ApiKind kind = view.kind();
        ObjectNode object = Json.mapper().createObjectNode();
        object.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(next)).putNull("creationTimestamp");
        if (endOfInitial) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        line("BOOKMARK", object);
    }

    private void line(String type, Object object) {
        ObjectNode event = Json.mapper().createObjectNode();
        event.put("type", type).putPOJO("object", object);
        outlet.event(Json.write(event));
    }

    private void expired(long oldest) {
        line("ERROR", Statuses.of(410, "Expired", "too old resource version: " + next + " (" + oldest + ")"));
        finish();
    }

    private void timeUp() {
        bookmark(false);
        finish();
    }

    private void look() {
        if (waitsForDrain && !wroteSinceLook) {
            LOGGER.atInfo().addKeyValue("kind", view.kind().plural()).log("cut off a watch that is not read");
            outlet.cut();
            end();
        }
        wroteSinceLook = false;
    }

    private void finish() {
        if (!ended) {
            outlet.finish();
            end();
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        timers.forEach(context.owner()::cancelTimer);
        try {
            nudges.close();
        } catch (Exception e) {
            LOGGER.atWarn().setCause(e).log("nudge not ended");
        }
        atEnd.run();
    }
}
