package io.samegate.api.kafka;

import io.samegate.api.core.objects.Namespaces;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.topic.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the owners to empty the namespaces that are Terminating, again and again until each has answered that it holds
 * nothing in them. Nothing is remembered: after a takeover the new writer asks anew.
 *
 * <p>Its own thread asks and hears the answers; {@link #follow} may be called from any.
 */
final class NamespaceCloser implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(NamespaceCloser.class);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final String USER = "system:namespace-controller";

    private final RequestTopics owners;
    private final Consumer<Namespaces.Held> emptied;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("namespace-closer").daemon().factory());
    private final Set<String> asked = new HashSet<>(); // uids with an answer outstanding; on the timer's thread
    private volatile List<Namespaces.Held> terminating = List.of();

    NamespaceCloser(RequestTopics owners, Consumer<Namespaces.Held> emptied) {
        this.owners = owners;
        this.emptied = emptied;
    }

    /** These, and no others, are to be emptied from now on. */
    void follow(List<Namespaces.Held> namespaces) {
        terminating = List.copyOf(namespaces);
        if (!namespaces.isEmpty()) {
            timer.execute(this::askAll);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void askAll() {
        terminating.stream().filter(held -> asked.add(held.uid())).forEach(this::ask);
    }

    private void ask(Namespaces.Held held) {
        CompletableFuture<Boolean> services = isEmpty(owners.askServices(close(held)));
        CompletableFuture<Boolean> endpoints = isEmpty(owners.askEndpoints(close(held)));
        Future<?> unused = services.thenCombine(endpoints, Boolean::logicalAnd)
                .exceptionally(failure -> {
                    LOGGER.atWarn()
                            .addKeyValue("namespace", held.name())
                            .addKeyValue("cause", failure.getMessage())
                            .log("no answer about the contents of a namespace that is being deleted, will ask again");
                    return false;
                })
                .thenAcceptAsync(empty -> answered(held, empty), timer);
    }

    private void answered(Namespaces.Held held, boolean empty) {
        asked.remove(held.uid());
        if (empty) {
            emptied.accept(held);
        }
        Future<?> unused = timer.schedule(this::askAll, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static CompletableFuture<Boolean> isEmpty(CompletableFuture<Answer> answer) {
        return answer.thenApply(Answer.Accepted.class::isInstance);
    }

    private static Request close(Namespaces.Held held) {
        ObjectRef target = new ObjectRef(ObjectKind.NAMESPACE, ObjectKey.clusterScoped(held.name()));
        return new Request.CloseNamespace(
                RequestHeader.of(target, USER, BUDGET).withSeen(Map.of(Topics.OBJECTS.name(), held.offset())));
    }
}
