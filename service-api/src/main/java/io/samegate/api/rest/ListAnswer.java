package io.samegate.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One list on its way to a client: made and written piece by piece, the next one when the last has gone, so that it takes
 * the same memory however long it is and however slowly it is read. A client that takes too long for one piece is cut off.
 *
 * <p>On the event loop of the request, and never long at a time.
 */
final class ListAnswer {

    /** What a list may take of memory: a piece that is made and its copy in the socket's queue. */
    static final int MEMORY = 128 << 10;

    private static final Logger LOGGER = LoggerFactory.getLogger(ListAnswer.class);
    private static final int PIECE = 48 << 10; // bytes, and then the rest of the element begun

    private final RoutingContext context;
    private final ListPieces pieces;
    private final Iterator<byte[]> elements;
    private final Allowance memory;
    private final Duration patience;
    private boolean begun;

    private ListAnswer(
            RoutingContext context, ListPieces pieces, Iterator<byte[]> elements, Allowance memory, Duration patience) {
        this.context = context;
        this.pieces = pieces;
        this.elements = elements;
        this.memory = memory;
        this.patience = patience;
    }

    /**
     * Answers 200 with a list.
     *
     * @param frame the list without its elements, which belong in its last field
     * @param memory what all answers may take, in bytes; this one's is given back when it has gone
     * @param patience how long the client may take for a piece
     * @throws RefusedException 429 if too much memory is taken
     */
    static void send(
            RoutingContext context, ObjectNode frame, Iterator<byte[]> elements, Allowance memory, Duration patience) {
        memory.take(context, MEMORY);
        AnswerForm form = AnswerForm.of(context.request());
        Replies.begin(context, 200, form.contentType());
        new ListAnswer(context, ListPieces.of(form, frame), elements, memory, patience).goOn();
    }

    private void goOn() {
        HttpServerResponse response = context.response();
        try {
            Buffer piece = next();
            if (elements.hasNext()) {
                if (!response.headWritten()) {
                    response.setChunked(true);
                }
                whenTaken(response.write(piece), this::goOn);
            } else {
                whenTaken(response.end(piece), this::over);
            }
        } catch (RuntimeException e) {
            over();
            Replies.failure(context, e);
        }
    }

    private Buffer next() {
        if (!begun && !elements.hasNext()) {
            return Buffer.buffer(pieces.empty());
        }
        Buffer piece = Buffer.buffer(PIECE);
        if (!begun) {
            piece.appendString(pieces.opening());
        }
        while (elements.hasNext() && piece.length() < PIECE) {
            if (begun) {
                piece.appendString(pieces.separator());
            }
            begun = true;
            piece.appendBytes(pieces.element().apply(elements.next()));
        }
        return elements.hasNext() ? piece : piece.appendString(pieces.closing());
    }

    private void whenTaken(Future<Void> written, Runnable then) {
        Vertx vertx = context.vertx();
        long stalled = vertx.setTimer(patience.toMillis(), timer -> cut());
        written.onComplete(taken -> {
            vertx.cancelTimer(stalled);
            if (taken.succeeded()) {
                then.run();
            } else {
                over();
            }
        });
    }

    /** What waits to be written then fails, which ends this. */
    private void cut() {
        LOGGER.atInfo()
                .addKeyValue("path", context.request().path())
                .addKeyValue("client", context.request().remoteAddress())
                .log("cut off a list that is not read");
        Cut.off(context.request().connection());
    }

    private void over() {
        memory.back(MEMORY);
    }
}
