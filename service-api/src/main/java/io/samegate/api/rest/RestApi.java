package io.samegate.api.rest;

import io.samegate.api.config.ApiConfig;
import io.samegate.api.store.EventFeed;
import io.samegate.api.store.Owners;
import io.samegate.api.store.Views;
import io.vertx.ext.web.Router;
import java.time.InstantSource;

/** Puts the HTTP half together. */
public final class RestApi {

    private RestApi() {}

    /** Routes everything this service answers. */
    public static void install(
            Router router,
            Entrance entrance,
            Views views,
            Owners owners,
            EventFeed feed,
            ApiConfig config,
            InstantSource clock) {
        Reads reads = new Reads(views, config, clock);
        Writes writes = new Writes(views, owners, config.answerTimeout());
        Answering answering = new Answering(clock);
        Rounds rounds = new Rounds(entrance, views, writes, config.freshWait());
        new ApiRoutes(
                        entrance,
                        views,
                        reads,
                        new Mutations(rounds, writes, answering, clock),
                        new Patches(rounds, writes, answering, clock),
                        new Deletes(views, writes, answering, config.freshWait()),
                        new EventRoute(feed, config.maxSubscribers()),
                        new Bodies(Math.toIntExact(config.bodyMemory().asLongValue()), config.stalledAfter()))
                .install(router);
    }
}
