package io.samegate.allocator.core;

/** What the allocator notices of other services' topics. */
public sealed interface AllocatorInput {

    /** A namespace is now like this. */
    record NamespaceSeen(String name, NamespacePhase phase) implements AllocatorInput {}
}
