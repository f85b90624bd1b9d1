package io.samegate.gateway.core;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Counts open connections by the Pod they go to. Thread-safe. */
public interface Connections {

    /** By Pod uid; only those with at least one. */
    Map<String, Integer> byPod();

    /** From now on tells {@code idle} (on any thread) when the last connection to one of these Pods has ended. */
    void watch(Set<String> podUids, Consumer<String> idle);
}
