package io.samegate.allocator.core;

import java.util.List;

/** What the allocator notices besides requests. */
public sealed interface AllocatorInput {

    /** A namespace is now like this. */
    record NamespaceSeen(String name, NamespacePhase phase) implements AllocatorInput {}

    /** The nodes that take new connections are reached at these addresses, and no others. */
    record NodesSeen(List<String> addresses) implements AllocatorInput {
        public NodesSeen {
            addresses = List.copyOf(addresses);
        }
    }

    /** It is time to compare the pools with the Services. */
    record RepairDue() implements AllocatorInput {}
}
