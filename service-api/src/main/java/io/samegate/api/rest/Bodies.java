package io.samegate.api.rest;

import io.samegate.api.core.RefusedException;
import io.samegate.contracts.request.Statuses;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads request bodies, of bounded length, on the request's event loop. */
final class Bodies {

    /** The longest body, in bytes: an object of the largest size, indented. */
    static final int MAX_BYTES = 3 << 20;

    /** How much of a body that is too long is still read, so that its sender gets to read why. */
    private static final long MAX_DRAINED = 64L << 20;

    private Bodies() {}

    /** The whole body; fails with a 413 {@link RefusedException} if it is too long. */
    static Future<Buffer> read(HttpServerRequest request) {
        Promise<Buffer> whole = Promise.promise();
        Collected collected = new Collected(request, whole);
        request.handler(collected::add);
        request.exceptionHandler(whole::tryFail);
        request.endHandler(end -> collected.end());
        request.resume();
        return whole.future();
    }

    /** What has come so far; on the request's event loop. */
    private static final class Collected {
        private final HttpServerRequest request;
        private final Promise<Buffer> whole;
        private Buffer body = Buffer.buffer();
        private long length;

        Collected(HttpServerRequest request, Promise<Buffer> whole) {
            this.request = request;
            this.whole = whole;
        }

        void add(Buffer part) {
            length += part.length();
            if (length <= MAX_BYTES) {
                body.appendBuffer(part);
            } else {
                body = Buffer.buffer();
            }
            if (length > MAX_DRAINED) {
                request.connection().close();
            }
        }

        void end() {
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
    }
}
