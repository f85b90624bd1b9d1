package io.samegate.tracker.core;

/**
 * A stored object.
 *
 * @param offset of its record; {@link io.samegate.contracts.ResourceVersion#UNCOMMITTED} on a candidate
 */
record Held<T>(T value, long offset) {}
