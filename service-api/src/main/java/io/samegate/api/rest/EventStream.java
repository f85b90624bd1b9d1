package io.samegate.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.store.EventFeed;
import io.samegate.contracts.Json;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactCodec;
import io.samegate.contracts.event.Source;
import io.samegate.eventlog.follow.TopicTail;
import io.vertx.core.Context;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber of {@code GET /events}: facts as server-sent events, as fast as the client reads. The subscription's
 * own thread hears and waits; writing happens on the event loop of the connection.
 */
final class EventStream {

    private static final Logger LOGGER = LoggerFactory.getLogger(EventStream.class);
    private static final FactCodec CODEC = new FactCodec();
    private static final int IN_FLIGHT = 128; // events that may wait for the client
    private static final long STALLED_SECONDS = 60;
    private static final long HEARTBEAT_MILLIS = 15_000;

    private final Context context;
    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final Runnable atEnd;
    private final CompletableFuture<EventFeed.Subscription> subscription = new CompletableFuture<>();
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final AtomicBoolean ended = new AtomicBoolean();
    private long heartbeat;
    private EventPosition position = new EventPosition(Map.of()); // on the subscription's thread

    /** @param atEnd runs once, when the stream is over for whatever reason */
    EventStream(Context context, HttpConnection connection, HttpServerResponse response, Runnable atEnd) {
        this.context = context;
        this.connection = connection;
        this.response = response;
        this.atEnd = atEnd;
    }

    /** Starts the stream once the subscription's beginning is known, unless the client has gone. On the event loop. */
    void begin(EventFeed.Subscription begun) {
        if (response.closed()) { // nobody would call the handlers any more
            subscription.complete(begun);
            end();
            return;
        }
        response.closeHandler(closed -> end());
        response.exceptionHandler(failure -> end());
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-cache")
                .write("retry: 1000\nid: " + new EventPosition(begun.begun()) + "\n\n");
        heartbeat = context.owner().setPeriodic(HEARTBEAT_MILLIS, id -> response.write(": heartbeat\n\n"));
        subscription.complete(begun);
        if (ended.get()) {
            close(begun);
        }
    }

    /** One fact; waits for the client. On the subscription's thread. */
    void hear(TopicTail.Heard<Fact> heard) {
        EventFeed.Subscription begun = subscription.join();
        if (position.next().isEmpty()) {
            position = new EventPosition(begun.begun());
        }
        position = position.after(heard);
        String event = "id: " + position + "\nevent: " + heard.value().type() + "\ndata: " + cloudEvent(heard) + "\n\n";
        try {
            if (!room.tryAcquire(STALLED_SECONDS, TimeUnit.SECONDS)) {
                LOGGER.atInfo().log("cut off a subscriber of the events that does not read");
                context.runOnContext(nothing -> {
                    Cut.off(connection);
                    end();
                });
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        context.runOnContext(nothing -> write(event));
    }

    private void write(String event) {
        if (!ended.get()) {
            response.write(event).onComplete(written -> room.release());
        }
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            context.owner().cancelTimer(heartbeat);
            room.release(Integer.MAX_VALUE / 2); // whoever waits need not wait any more
            EventFeed.Subscription begun = subscription.getNow(null);
            if (begun != null) {
                close(begun);
            }
            atEnd.run();
        }
    }

    /** Ending a subscription waits for its thread, which an event loop must not. */
    private void close(EventFeed.Subscription begun) {
        context.owner()
                .executeBlocking(
                        () -> {
                            begun.ending().close();
                            return null;
                        },
                        false)
                .onFailure(failure -> LOGGER.atWarn().setCause(failure).log("subscription not ended"));
    }

    private static String cloudEvent(TopicTail.Heard<Fact> heard) {
        Fact fact = heard.value();
        ObjectNode event = Json.mapper().createObjectNode();
        event.put("specversion", "1.0");
        event.put("id", heard.id());
        event.put("type", CODEC.type(fact));
        event.put("source", source(heard.partition()));
        event.put("subject", heard.key());
        event.put("time", fact.time().toString());
        event.put("datacontenttype", "application/json");
        event.set("data", Json.read(CODEC.encode(fact), ObjectNode.class));
        return new String(Json.write(event), StandardCharsets.UTF_8);
    }

    private static String source(int partition) {
        return Arrays.stream(Source.values())
                .filter(source -> source.partition() == partition)
                .map(Source::uri)
                .findFirst()
                .orElse("/samegate");
    }
}
