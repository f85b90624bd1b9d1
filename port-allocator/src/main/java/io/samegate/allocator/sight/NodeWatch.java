package io.samegate.allocator.sight;

import io.samegate.allocator.core.AllocatorInput;
import io.samegate.allocator.core.AllocatorInput.NodesSeen;
import io.samegate.allocator.core.LoadBalancers;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.follow.Delta;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.Image;
import io.samegate.eventlog.follow.Publisher;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tells the writer where the nodes are reached that take new connections, whenever that has changed. Hears the follower
 * on its thread; may be asked from any.
 */
public final class NodeWatch implements Publisher {

    private final List<Consumer<AllocatorInput>> listeners = new CopyOnWriteArrayList<>();
    private volatile NodesSeen seen = new NodesSeen(List.of());

    /** Whoever is to hear of changes from now on. */
    public void tell(Consumer<AllocatorInput> listener) {
        listeners.add(listener);
    }

    /** How it is now. */
    public AllocatorInput now() {
        return seen;
    }

    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public void onUpdate(Delta delta, Image image) {
        if (delta.of(Topics.NODES).isEmpty()) {
            return;
        }
        NodesSeen now = new NodesSeen(LoadBalancers.addresses(image.of(Topics.NODES).entries().values().stream()
                .map(Entry::value)
                .toList()));
        if (!now.equals(seen)) {
            seen = now;
            listeners.forEach(listener -> listener.accept(now));
        }
    }
}
