package io.samegate.eventlog.request;

import io.samegate.contracts.event.Source;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.LogSettings;
import java.util.concurrent.CompletableFuture;

/**
 * Sends requests to the owner of a kind and awaits the answers. Never sends one twice.
 *
 * <p>Thread-safe; {@link #send} does not block.
 */
public final class Requests implements AutoCloseable {

    /** The request's budget is over without an answer: it may still be carried out, or be refused as late. */
    public static final class NoAnswerException extends RuntimeException {
        public NoAnswerException(String message) {
            super(message);
        }
    }

    /** The request did not reach the log and never will. */
    public static final class NotSentException extends RuntimeException {
        public NotSentException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    public Requests(LogSettings settings, Source source, Topic<Request> requests, Topic<Answer> answers) {
        throw new UnsupportedOperationException("requests");
    }

    /** Starts listening for answers; returns once no answer to a later request can be missed. */
    public void start() {}

    /**
     * Appends the request and completes with its answer, or exceptionally with {@link NoAnswerException} or
     * {@link NotSentException}.
     */
    public CompletableFuture<Answer> send(Request request) {
        throw new UnsupportedOperationException("requests");
    }

    @Override
    public void close() {}
}
