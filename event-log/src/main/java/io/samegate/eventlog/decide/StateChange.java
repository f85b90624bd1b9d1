package io.samegate.eventlog.decide;

import io.samegate.contracts.topic.Topic;

/** One record of a state topic, decided or read back. The last one per key is the state of that key. */
public sealed interface StateChange<T> {

    Topic<T> topic();

    String key();

    /** The whole new value. */
    record Stored<T>(Topic<T> topic, String key, T value) implements StateChange<T> {}

    /** A tombstone. */
    record Removed<T>(Topic<T> topic, String key) implements StateChange<T> {}
}
