package io.samegate.api.rest;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Executor;

/** The threads for work that would hold up others: the event loops, and the one that all views are fed by. Stateless. */
final class Workers {

    private Workers() {}

    /** What it is given runs in any order, and not in turn. */
    static Executor of(RoutingContext context) {
        Context loop = context.vertx().getOrCreateContext();
        return work -> loop.executeBlocking(
                () -> {
                    work.run();
                    return work;
                },
                false);
    }
}
