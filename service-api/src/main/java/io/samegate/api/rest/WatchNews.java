package io.samegate.api.rest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.store.ObjectView;
import io.samegate.contracts.Json;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.View;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What a watcher is told next: a few events, each as JSON. Shared by all who wish the same; not changed once it is made.
 *
 * @param events none if nothing happened that the watcher wants to know
 * @param lines the same as one piece, each event ended by a line feed
 * @param next the position from which to ask again; the one asked from if there was nothing
 * @param oldest if the watcher's position is no longer there: the oldest that is, otherwise {@link #NONE}
 */
record WatchNews(List<Buffer> events, Buffer lines, long next, long oldest) {

    private static final long NONE = -1;

    /** As many changes are looked at in one go. */
    private static final int CHANGES = 64;

    /** No more events are added to as many bytes. */
    private static final int BYTES = 16 << 10;

    /**
     * Who wants what.
     *
     * @param first whether nothing has been told yet
     */
    record Wish(Selection selection, Shape shape, boolean first, long from) {}

    WatchNews {
        events = List.copyOf(events);
    }

    boolean isExpired() {
        return oldest >= 0;
    }

    static WatchNews read(ObjectView view, Wish wish, ObjectBytes written) {
        return switch (view.changesFrom(wish.from(), CHANGES)) {
            case View.Changes.Expired<HasMetadata> expired ->
                new WatchNews(List.of(), Buffer.buffer(), wish.from(), expired.oldest());
            case View.Changes.Some<HasMetadata>(List<Change<HasMetadata>> changes, long next) ->
                of(changes, next, wish, written);
        };
    }

    private static WatchNews of(List<Change<HasMetadata>> changes, long next, Wish wish, ObjectBytes written) {
        Telling telling = new Telling(wish.shape(), wish.first(), written);
        for (Change<HasMetadata> change : changes) {
            if (telling.lines.length() >= BYTES) {
                return telling.done(change.offset());
            }
            WatchEvents.of(change, wish.selection()).forEach(telling::add);
        }
        return telling.done(next);
    }

    /** The next of the objects that are there, as long as it does not get too much for one go. */
    static WatchNews of(
            Iterator<Entry<HasMetadata>> objects, Shape shape, boolean first, long next, ObjectBytes written) {
        Telling telling = new Telling(shape, first, written);
        while (objects.hasNext() && telling.lines.length() < BYTES) {
            telling.add(new WatchEvents.WatchEvent("ADDED", objects.next()));
        }
        return telling.done(next);
    }

    /** One event about something else than an object that is watched. */
    static WatchNews of(String type, Object object, long next) {
        Buffer line = line(Buffer.buffer(), type, Json.write(object));
        return new WatchNews(List.of(line.slice(0, line.length() - 1)), line, next, NONE);
    }

    private static Buffer line(Buffer lines, String type, byte[] object) {
        return lines.appendString("{\"type\":\"" + type + "\",\"object\":")
                .appendBytes(object)
                .appendString("}\n");
    }

    /** Events that are being put together. */
    private static final class Telling {
        private final Shape shape;
        private final ObjectBytes written;
        private final List<Integer> ends = new ArrayList<>(); // of the lines
        private final Buffer lines = Buffer.buffer();
        private boolean first;

        Telling(Shape shape, boolean first, ObjectBytes written) {
            this.shape = shape;
            this.first = first;
            this.written = written;
        }

        void add(WatchEvents.WatchEvent event) {
            line(lines, event.type(), shape.watched(event.seen(), first, written));
            ends.add(lines.length());
            first = false;
        }

        WatchNews done(long next) {
            List<Buffer> events = new ArrayList<>();
            int begin = 0;
            for (int end : ends) {
                events.add(lines.slice(begin, end - 1));
                begin = end;
            }
            return new WatchNews(events, lines, next, NONE);
        }
    }
}
