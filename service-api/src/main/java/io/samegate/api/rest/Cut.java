package io.samegate.api.rest;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** Ends connections of clients that do not read. */
final class Cut {

    private Cut() {}

    /**
     * Ends it now, and drops what waits to be sent: closing it politely would wait until the client has read all, which it
     * does not.
     */
    static void off(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            // The channel itself would ask the connection to close.
            var unused = base.channelHandlerContext().close();
        } else {
            var unused = connection.close();
        }
    }
}
