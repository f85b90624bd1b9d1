package io.samegate.api.rest;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** What still comes of a body after the answer has gone out. On the event loop of the request. */
final class Unread implements Handler<Buffer> {

    private final HttpServerRequest request;
    private long length;

    private Unread(HttpServerRequest request) {
        this.request = request;
    }

    /** Passes over it, so that its sender gets to read the answer and the connection can go on; too much ends that. */
    static void passOver(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.handler(new Unread(request)).resume();
        }
    }

    @Override
    public void handle(Buffer part) {
        length += part.length();
        if (length > Bodies.MAX_DRAINED) {
            request.connection().close();
        }
    }
}
