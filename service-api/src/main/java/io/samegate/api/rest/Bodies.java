package io.samegate.api.rest;

import io.samegate.api.core.RefusedException;
import io.samegate.contracts.request.Statuses;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Reads request bodies, of bounded length each and in all, and for no longer than a client may take. On the event loops
 * of the requests.
 */
final class Bodies {

    /** The longest body, in bytes: an object of the largest size, indented. */
    static final int MAX_BYTES = 3 << 20;

    /** How much of a body that is refused is still read, so that its sender gets to read why. */
    static final long MAX_DRAINED = 64L << 20;

    private final Allowance memory;
    private final Duration patience;

    /**
     * @param memory what all bodies may take together, in bytes; at least one of the longest
     * @param patience for each body
     */
    Bodies(int memory, Duration patience) {
        if (memory < MAX_BYTES) {
            throw new IllegalArgumentException(
                    "memory of bodies: " + memory + " (expected: " + MAX_BYTES + " or more, for one of the longest)");
        }
        this.memory = new Allowance(memory, "requests with long bodies", 1);
        this.patience = patience;
    }

    /**
     * The whole body; fails with a {@link RefusedException}: 413 if it is too long, 429 if there is no room for it, 408 if
     * it does not come. Its room is given back once the request is answered.
     */
    Future<Buffer> read(RoutingContext context) {
        Collected collected = new Collected(context);
        context.request().handler(collected::add);
        context.request().exceptionHandler(collected.whole::tryFail);
        context.request().endHandler(end -> collected.end());
        context.addEndHandler(answered -> collected.giveBack());
        context.request().resume();
        return collected.whole.future();
    }

    /** What has come so far of one body; on the request's event loop. */
    private final class Collected {
        private final RoutingContext context;
        private final Promise<Buffer> whole = Promise.promise();
        private Buffer body = Buffer.buffer();
        private int taken; // of the memory
        private long length;
        private final long late; // the timer

        Collected(RoutingContext context) {
            this.context = context;
            this.late = context.vertx().setTimer(patience.toMillis(), timer -> late());
        }

        void add(Buffer part) {
            length += part.length();
            if (length > MAX_DRAINED) {
                context.request().connection().close();
            }
            if (length <= MAX_BYTES && !whole.future().isComplete()) {
                keep(part);
            } else {
                giveBack();
            }
        }

        void end() {
            context.vertx().cancelTimer(late);
            if (length <= MAX_BYTES) {
                whole.tryComplete(body);
            } else {
                whole.tryFail(new RefusedException(Statuses.of(
                        413,
                        "RequestEntityTooLarge",
                        "the body of the request is too long: " + length + " bytes (expected: at most " + MAX_BYTES
                                + ")")));
            }
        }

        /** Whatever was answered before, the rest of the body is not waited for. */
        void late() {
            whole.tryFail(new RefusedException(
                    Statuses.of(408, "Timeout", "the body of the request did not come within " + patience)));
            context.request().connection().close();
        }

        void giveBack() {
            memory.back(taken);
            taken = 0;
            body = Buffer.buffer();
        }

        private void keep(Buffer part) {
            try {
                memory.take(context, part.length());
                taken += part.length();
                body.appendBuffer(part);
            } catch (RefusedException e) {
                whole.tryFail(e);
                giveBack();
            }
        }
    }
}
