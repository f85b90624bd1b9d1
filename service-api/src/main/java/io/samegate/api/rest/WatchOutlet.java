package io.samegate.api.rest;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.streams.WriteStream;

/**
 * Where the events of a watch go: Kubernetes serves a watch as the lines of a chunked answer, or as the text frames of a
 * WebSocket where the client asks for one. On the event loop of the connection.
 */
sealed interface WatchOutlet {

    /** What holds back a client that does not read. */
    WriteStream<Buffer> stream();

    /** Whether the client has left before anything could be begun. */
    boolean isGone();

    /** Begins the answer; {@code onEnd} runs when the client is gone. */
    void begin(Runnable onEnd);

    /** Sends events. */
    void tell(WatchNews news);

    /** The address of the client. */
    String client();

    /** The regular end. */
    void finish();

    /** Ends it without a word, for a client that does not listen. */
    void cut();

    /** Lines of a chunked answer. */
    record Lines(HttpConnection connection, HttpServerResponse response) implements WatchOutlet {

        @Override
        public WriteStream<Buffer> stream() {
            return response;
        }

        @Override
        public boolean isGone() {
            return response.closed();
        }

        @Override
        public void begin(Runnable onEnd) {
            response.closeHandler(closed -> onEnd.run());
            response.exceptionHandler(failure -> onEnd.run());
            response.setChunked(true)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-cache")
                    .write(Buffer.buffer()); // the head goes out now, not with the first event
        }

        @Override
        public void tell(WatchNews news) {
            response.write(news.lines());
        }

        @Override
        public String client() {
            return String.valueOf(connection.remoteAddress());
        }

        @Override
        public void finish() {
            response.end();
        }

        @Override
        public void cut() {
            Cut.off(connection);
        }
    }

    /** Text frames, one an event. */
    record Frames(HttpConnection connection, ServerWebSocket socket) implements WatchOutlet {

        @Override
        public WriteStream<Buffer> stream() {
            return socket;
        }

        @Override
        public boolean isGone() {
            return socket.isClosed();
        }

        @Override
        public void begin(Runnable onEnd) {
            socket.closeHandler(closed -> onEnd.run());
            socket.exceptionHandler(failure -> onEnd.run());
        }

        @Override
        public void tell(WatchNews news) {
            news.events().forEach(event -> socket.writeFinalTextFrame(event.toString()));
        }

        @Override
        public String client() {
            return String.valueOf(socket.remoteAddress());
        }

        @Override
        public void finish() {
            Future<Void> unused = socket.close();
        }

        @Override
        public void cut() {
            Cut.off(connection);
        }
    }
}
