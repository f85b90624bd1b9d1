package io.samegate.api.rest;

import io.samegate.api.core.RefusedException;
import io.samegate.api.store.EventFeed;
import io.samegate.eventlog.follow.TopicTail;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /events}: who may subscribe, and from where on. On the event loop of the request. */
final class EventRoute {

    private final EventFeed feed;
    private final Allowance subscribers;

    EventRoute(EventFeed feed, int maxSubscribers) {
        this.feed = feed;
        this.subscribers = new Allowance(maxSubscribers, "subscribers", 5);
    }

    void open(RoutingContext call) {
        TopicTail.From from = from(call);
        subscribers.take(call, 1);
        Unread.passOver(call.request());
        Context loop = call.vertx().getOrCreateContext();
        EventStream stream =
                new EventStream(loop, call.request().connection(), call.response(), () -> subscribers.back(1));
        loop.<EventFeed.Subscription>executeBlocking(() -> feed.subscribe(from, stream::hear), false)
                .onSuccess(stream::begin)
                .onFailure(failure -> {
                    subscribers.back(1);
                    Replies.failure(call, failure);
                });
    }

    /** A browser's EventSource resumes by header; somebody at a keyboard by parameter. */
    private static TopicTail.From from(RoutingContext call) {
        Map<String, List<String>> query = Query.of(call.request().params());
        String last = Optional.ofNullable(call.request().getHeader("Last-Event-ID"))
                .filter(id -> !id.isEmpty())
                .orElseGet(() -> Query.first(query, "lastEventId"));
        if (!last.isEmpty()) {
            return new TopicTail.From.Offsets(EventPosition.parse(last).next());
        }
        return switch (Query.first(query, "from")) {
            case "" -> new TopicTail.From.Now();
            case "beginning" ->
                new TopicTail.From.Offsets(EventPosition.beginning().next());
            default ->
                throw RefusedException.badRequest("from: unsupported value (expected: \"beginning\", or absent)");
        };
    }
}
