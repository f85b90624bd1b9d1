package io.samegate.allocator.sight;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.samegate.allocator.core.AllocatorInput;
import io.samegate.allocator.core.AllocatorInput.NamespaceSeen;
import io.samegate.allocator.core.NamespacePhase;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Delta;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.Image;
import io.samegate.eventlog.follow.Publisher;
import io.samegate.eventlog.follow.TopicImage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tells the writer which namespaces there are. Hears the follower on its thread and answers the writer on the writer's.
 *
 * <p>The writer is told of a change before {@link #awaitSight} returns because of it, and what it is asked at a takeover
 * is at least as new as anything it was told before: seeing a namespace twice does no harm, missing one would.
 */
public final class NamespaceWatch implements Publisher {

    private final List<Consumer<AllocatorInput>> listeners = new CopyOnWriteArrayList<>();
    private TopicImage<HasMetadata> seen = TopicImage.empty(); // guarded by this

    /** Whoever is to hear of changes from now on. */
    public void tell(Consumer<AllocatorInput> listener) {
        listeners.add(listener);
    }

    @Override
    public String name() {
        return "namespaces";
    }

    @Override
    public synchronized void onUpdate(Delta delta, Image image) {
        seen = image.of(Topics.OBJECTS);
        for (Change<HasMetadata> change : delta.of(Topics.OBJECTS).changes()) {
            namespaceOf(change).ifPresent(name -> {
                NamespaceSeen input = new NamespaceSeen(name, phase(change.after()));
                listeners.forEach(listener -> listener.accept(input));
            });
        }
        notifyAll();
    }

    /** All there are. */
    synchronized List<AllocatorInput> atTakeover() {
        return seen.entries().values().stream()
                .map(Entry::value)
                .filter(Namespace.class::isInstance)
                .<AllocatorInput>map(
                        object -> new NamespaceSeen(object.getMetadata().getName(), phase((Namespace) object)))
                .toList();
    }

    /** Waits until the namespaces have been read as far as {@code offsets} says, {@code max} at most. */
    synchronized void awaitSight(Map<String, Long> offsets, Duration max) {
        Long wanted = offsets.get(Topics.OBJECTS.name());
        if (wanted == null) {
            return;
        }
        long deadline = System.nanoTime() + max.toNanos();
        try {
            for (long left = max.toNanos();
                    seen.position() <= wanted && left > 0;
                    left = deadline - System.nanoTime()) {
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // somebody wants this thread to end: decide with what there is
        }
    }

    private static Optional<String> namespaceOf(Change<HasMetadata> change) {
        return change.after()
                .or(change::before)
                .map(Entry::value)
                .filter(Namespace.class::isInstance)
                .map(object -> object.getMetadata().getName());
    }

    private static NamespacePhase phase(Optional<Entry<HasMetadata>> entry) {
        return entry.map(Entry::value)
                .filter(Namespace.class::isInstance)
                .map(Namespace.class::cast)
                .map(NamespaceWatch::phase)
                .orElse(NamespacePhase.MISSING);
    }

    private static NamespacePhase phase(Namespace namespace) {
        boolean marked = namespace.getMetadata().getDeletionTimestamp() != null;
        boolean told = namespace.getStatus() != null
                && "Terminating".equals(namespace.getStatus().getPhase());
        return marked || told ? NamespacePhase.TERMINATING : NamespacePhase.ACTIVE;
    }
}
