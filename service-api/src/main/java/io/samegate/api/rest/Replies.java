package io.samegate.api.rest;

import io.fabric8.kubernetes.api.model.Status;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.Json;
import io.samegate.contracts.request.Statuses;
import io.samegate.eventlog.request.Requests;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers. On the event loop of the request; a client that has gone is passed over. */
final class Replies {

    private static final Logger LOGGER = LoggerFactory.getLogger(Replies.class);

    /** Up to so many bytes are made over on the event loop; of a long list that takes a while. */
    private static final int AT_ONCE = 64 << 10;

    private Replies() {}

    /** Goes on with a result on the event loop of the request; whatever fails, here or there, is answered. */
    static <T> void onLoop(RoutingContext context, CompletableFuture<T> future, Consumer<T> then) {
        Context loop = context.vertx().getOrCreateContext();
        Future<?> unused = future.whenComplete((result, failure) -> loop.runOnContext(nothing -> {
            try {
                if (failure == null) {
                    then.accept(result);
                } else {
                    failure(context, failure);
                }
            } catch (RuntimeException e) {
                failure(context, e);
            }
        }));
    }

    static void json(RoutingContext context, int code, Object value) {
        json(context, code, Buffer.buffer(Json.write(value)));
    }

    static void json(RoutingContext context, int code, Buffer written) {
        AnswerForm form = AnswerForm.of(context.request());
        if (form == AnswerForm.JSON || written.length() <= AT_ONCE) {
            bytes(context, code, form.contentType(), form.write(written));
        } else {
            context.vertx()
                    .executeBlocking(() -> form.write(written), false)
                    .onSuccess(made -> bytes(context, code, form.contentType(), made))
                    .onFailure(failure -> failure(context, failure));
        }
    }

    static void text(RoutingContext context, int code, String text) {
        bytes(context, code, "text/plain; charset=utf-8", Buffer.buffer(text));
    }

    static void bytes(RoutingContext context, int code, String contentType, Buffer body) {
        HttpServerResponse response = context.response();
        if (!response.ended() && !response.closed()) {
            begin(context, code, contentType);
            response.end(body);
        }
    }

    /** Sets the head of an answer. */
    static void begin(RoutingContext context, int code, String contentType) {
        Unread.passOver(context.request());
        context.response().setStatusCode(code).putHeader("Content-Type", contentType);
    }

    static void status(RoutingContext context, Status status) {
        json(context, status.getCode(), status);
    }

    /** Says in a Status what went wrong; what nobody foresaw is a 500 and goes to the log with its cause. */
    static void failure(RoutingContext context, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        Status status = statusOf(context, cause);
        if (context.response().headWritten()) {
            context.response().reset();
        } else {
            status(context, status);
        }
    }

    private static Status statusOf(RoutingContext context, Throwable cause) {
        return switch (cause) {
            case RefusedException refused -> refused.status();
            case HttpClosedException gone -> // said to nobody, and nothing to look into
                Statuses.badRequest("the connection was closed before the whole body had come");
            case Requests.NotSentException notSent ->
                Statuses.of(
                        503,
                        "ServiceUnavailable",
                        "the log does not take requests at the moment, nothing was changed: " + notSent.getMessage());
            case Requests.NoAnswerException noAnswer -> Statuses.of(504, "Timeout", noAnswer.getMessage());
            default -> {
                LOGGER.atError()
                        .addKeyValue("method", context.request().method())
                        .addKeyValue("path", context.request().path())
                        .setCause(cause)
                        .log("request failed");
                yield Statuses.internalError("see the log of service-api");
            }
        };
    }
}
