package io.samegate.api.rest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.store.ObjectView;
import io.samegate.api.store.Views;
import io.samegate.contracts.request.Request;
import io.samegate.eventlog.follow.Entry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Writes that depend on what is stored: computed on the newest there is, carried out on exactly that, and computed anew
 * when somebody else was faster. Computed on worker threads.
 */
final class Rounds {

    /** What the owner says when what a write was computed on is not what is stored. */
    private static final Set<String> OUTRUN = Set.of("Conflict", "AlreadyExists");

    private final Entrance entrance;
    private final Views views;
    private final Writes writes;
    private final Duration freshWait;

    Rounds(Entrance entrance, Views views, Writes writes, Duration freshWait) {
        this.entrance = entrance;
        this.views = views;
        this.writes = writes;
        this.freshWait = freshWait;
    }

    /** Makes the request out of what is stored, if anything is. */
    @FunctionalInterface
    interface Round {
        /** @param first whether this is the first time it is asked for this call */
        Request on(Optional<Entry<HasMetadata>> stored, boolean first);
    }

    /**
     * Carries it out; what comes to a create takes the right to create, beside the one the request came in with.
     *
     * @param most how often it is tried, at least once
     */
    CompletableFuture<Writes.Written> run(Call call, int most, Round round) {
        return attempt(call, Workers.of(call.context()), 1, most, round);
    }

    private CompletableFuture<Writes.Written> attempt(Call call, Executor workers, int number, int most, Round round) {
        ObjectView view = views.of(call.kind());
        return view.fresh(freshWait)
                .thenComposeAsync(
                        fresh -> writes.write(allowed(call, round.on(view.get(call.key()), number == 1))), workers)
                .thenCompose(written -> isOutrun(written) && number < most
                        ? attempt(call, workers, number + 1, most, round)
                        : CompletableFuture.completedFuture(written));
    }

    private Request allowed(Call call, Request request) {
        if (request instanceof Request.Create) {
            entrance.requireMayCreate(call.context());
        }
        return request;
    }

    private static boolean isOutrun(Writes.Written written) {
        return written instanceof Writes.Written.Refused refused
                && OUTRUN.contains(refused.status().getReason());
    }
}
