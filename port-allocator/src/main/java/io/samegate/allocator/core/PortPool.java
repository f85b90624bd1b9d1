package io.samegate.allocator.core;

import io.samegate.contracts.ObjectKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Who holds which node port; one number space for all protocols. Immutable.
 *
 * <p>Ports outside the range (held by a Service from before the range was changed) are not kept track of: nobody can be
 * given them.
 */
public record PortPool(PortRange range, Pool pool) {

    /** With every port free. */
    public static PortPool free(PortRange range) {
        return new PortPool(range, Pool.free(range.size(), range.staticBand()));
    }

    /** With these holders, by port, and no others; all in the range. */
    PortPool heldBy(Map<Integer, ObjectKey> holders) {
        Map<Integer, ObjectKey> byIndex = new HashMap<>();
        holders.forEach((port, holder) -> byIndex.put(port - range.first(), holder));
        return new PortPool(range, pool.heldBy(byIndex));
    }

    public PortPool take(int port, ObjectKey holder) {
        return range.contains(port) ? new PortPool(range, pool.take(port - range.first(), holder)) : this;
    }

    /** Frees the port if {@code holder} has it. */
    public PortPool release(int port, ObjectKey holder) {
        return range.contains(port) ? new PortPool(range, pool.release(port - range.first(), holder)) : this;
    }

    public Optional<ObjectKey> holder(int port) {
        return range.contains(port) ? pool.holder(port - range.first()) : Optional.empty();
    }

    public int takenCount() {
        return pool.takenCount();
    }

    /** A free port that is not one of {@code except}, dynamic band first; empty when the range is full. */
    public OptionalInt pick(RandomGenerator random, Set<Integer> except) {
        Set<Integer> indexes = except.stream()
                .filter(range::contains)
                .map(port -> port - range.first())
                .collect(Collectors.toUnmodifiableSet());
        OptionalInt index = pool.pick(random, indexes);
        return index.isPresent() ? OptionalInt.of(range.first() + index.getAsInt()) : index;
    }
}
