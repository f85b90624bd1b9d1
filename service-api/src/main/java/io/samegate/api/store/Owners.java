package io.samegate.api.store;

import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import java.util.concurrent.CompletableFuture;

/** Whoever decides about objects; asked through the log. Thread-safe. */
public interface Owners {

    /**
     * Asks the owner of the target's kind. Completes exceptionally with {@link
     * io.samegate.eventlog.request.Requests.NoAnswerException} or {@link
     * io.samegate.eventlog.request.Requests.NotSentException}.
     */
    CompletableFuture<Answer> ask(Request request);
}
