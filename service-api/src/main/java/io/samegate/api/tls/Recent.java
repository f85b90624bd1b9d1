package io.samegate.api.tls;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A bounded memory: what has not been asked for the longest makes room for what is new. Thread-safe. */
final class Recent<K, V> {

    private final int most;
    private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true); // in the order of their last use

    /** @param most entries at a time, at least one */
    Recent(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most: " + most + " (expected: 1 or more)");
        }
        this.most = most;
    }

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    synchronized void put(K key, V value) {
        entries.put(key, value);
        if (entries.size() > most) {
            entries.remove(entries.keySet().iterator().next());
        }
    }
}
