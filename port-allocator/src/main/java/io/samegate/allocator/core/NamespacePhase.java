package io.samegate.allocator.core;

/** What is known of a namespace. */
public enum NamespacePhase {
    ACTIVE,
    /** Takes nothing new. */
    TERMINATING,
    /** There is none of that name. */
    MISSING
}
