package io.samegate.api.rest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.access.User;
import io.samegate.api.core.objects.Stamped;
import io.samegate.api.store.ObjectView;
import io.samegate.api.store.Owners;
import io.samegate.api.store.Views;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.request.Statuses;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks owners and makes of their answers what a client gets: after a commit the object as of that very commit, once this
 * replica's view shows it, so that clients read their own writes. Thread-safe, nothing blocks.
 */
final class Writes {

    private final Views views;
    private final Owners owners;
    private final Duration answerTimeout;

    Writes(Views views, Owners owners, Duration answerTimeout) {
        this.views = views;
        this.owners = owners;
        this.answerTimeout = answerTimeout;
    }

    /** What a write came to. */
    sealed interface Written {

        /** The object as it is now, or would be after a dry run. */
        record Stored(HasMetadata object) implements Written {}

        /** The same, where there was none before. */
        record Created(HasMetadata object) implements Written {}

        /** It is gone; this was its last state. */
        record Removed(HasMetadata last) implements Written {}

        record Refused(Status status) implements Written {}
    }

    /** The header of somebody's request that has seen the namespace it writes to. */
    RequestHeader header(User user, ObjectKind kind, ObjectKey key, boolean dryRun) {
        RequestHeader header = RequestHeader.of(new ObjectRef(kind, key), user.name(), answerTimeout)
                .withDryRun(dryRun);
        if (!kind.namespaced()) {
            return header;
        }
        return views.of(ObjectKind.NAMESPACE)
                .get(ObjectKey.clusterScoped(key.namespace()))
                .map(namespace -> header.withSeen(Map.of(Topics.OBJECTS.name(), namespace.offset())))
                .orElse(header);
    }

    /** Asks the owner; completes once the view shows what became of it. */
    CompletableFuture<Written> write(Request request) {
        CompletableFuture<Written> written = owners.ask(request).thenCompose(answer -> switch (answer) {
            case Answer.Refused refused -> completed(new Written.Refused(refused.status()));
            case Answer.Simulated simulated -> completed(new Written.Stored(simulated.object()));
            case Answer.Accepted accepted -> shown(request, accepted.offset());
        });
        return written.thenApply(
                it -> request instanceof Request.Create && it instanceof Written.Stored(HasMetadata object)
                        ? new Written.Created(object)
                        : it);
    }

    private CompletableFuture<Written> shown(Request request, long offset) {
        ObjectView view = views.of(request.header().target().kind());
        return view.reached(offset)
                .orTimeout(answerTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((there, late) -> {
                    if (late != null) {
                        throw new RefusedException(notShown());
                    }
                    return asOf(view, request.header().target(), offset);
                });
    }

    private static Written asOf(ObjectView view, ObjectRef target, long offset) {
        Optional<Change<HasMetadata>> change = view.at(offset);
        if (change.isEmpty()) {
            Entry<HasMetadata> entry = view.get(target.key()).orElseThrow(() -> new RefusedException(notShown()));
            return new Written.Stored(Stamped.of(entry.value(), entry.offset()));
        }
        return change.get()
                .after()
                .<Written>map(now -> new Written.Stored(Stamped.of(now.value(), offset)))
                .or(() -> change.get().before().map(last -> new Written.Removed(Stamped.of(last.value(), offset))))
                .orElseThrow(() -> new RefusedException(notShown()));
    }

    private static Status notShown() {
        return Statuses.of(
                504,
                "Timeout",
                "the request was carried out, but this replica does not show it yet; please read it again");
    }

    private static CompletableFuture<Written> completed(Written written) {
        return CompletableFuture.completedFuture(written);
    }
}
