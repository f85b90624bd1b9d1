package io.samegate.api.rest;

import io.samegate.api.core.RefusedException;
import io.samegate.contracts.request.Statuses;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Semaphore;

/** How much of something there may be at a time; whoever finds too little left is asked to come back. Thread-safe. */
final class Allowance {

    private final String what;
    private final int retryAfterSeconds;
    private final Semaphore free;

    /** @param what there can be too much of, as clients read it */
    Allowance(int max, String what, int retryAfterSeconds) {
        this.what = what;
        this.retryAfterSeconds = retryAfterSeconds;
        this.free = new Semaphore(max);
    }

    /**
     * Takes some; whoever got them gives them {@link #back} once.
     *
     * @throws RefusedException 429 if there are too few, with the header that says when to try again
     */
    void take(RoutingContext context, int amount) {
        if (!free.tryAcquire(amount)) {
            context.response().putHeader("Retry-After", Integer.toString(retryAfterSeconds));
            throw new RefusedException(
                    Statuses.of(429, "TooManyRequests", "too many " + what + ", please try again later"));
        }
    }

    void back(int amount) {
        free.release(amount);
    }
}
