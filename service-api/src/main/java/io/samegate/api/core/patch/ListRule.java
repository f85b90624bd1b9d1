package io.samegate.api.core.patch;

import java.util.ArrayList;
import java.util.List;

/**
 * How a list is merged: by server-side apply ({@code type} and {@code keys}) and by strategic merge patches
 * ({@code strategy} and {@code mergeKey}), which do not always agree. Immutable.
 *
 * @param keys the fields that together tell the elements of a {@link Type#MAP} apart; none for other types
 * @param mergeKey the field that tells the elements of a merged list apart, empty if it holds plain values or is replaced
 */
public record ListRule(Type type, List<String> keys, Strategy strategy, String mergeKey) {

    /** One value, replaced whole. */
    public static final ListRule ATOMIC = new ListRule(Type.ATOMIC, List.of(), Strategy.REPLACE, "");

    /** Plain values, each of them once. */
    public static final ListRule SET = new ListRule(Type.SET, List.of(), Strategy.MERGE, "");

    /** What server-side apply takes a list for; the name on the wire is in lower case. */
    public enum Type {
        ATOMIC,
        SET,
        MAP
    }

    /** What a strategic merge patch does with a list. */
    public enum Strategy {
        REPLACE(""),
        MERGE("merge"),
        /** Merged, and an element that names the fields to retain loses the others. */
        MERGE_AND_RETAIN("merge,retainKeys");

        private final String wire;

        Strategy(String wire) {
            this.wire = wire;
        }

        /** As in {@code x-kubernetes-patch-strategy}; empty where that is left out. */
        public String wire() {
            return wire;
        }
    }

    public ListRule {
        keys = List.copyOf(keys);
        if ((type == Type.MAP) == keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "keys: " + keys + " (expected: at least one for a map, none for " + type + ")");
        }
    }

    /** Elements told apart by these fields together; strategic merge patches look at the first alone. */
    static ListRule map(String first, String... more) {
        List<String> keys = new ArrayList<>(List.of(first));
        keys.addAll(List.of(more));
        return new ListRule(Type.MAP, keys, Strategy.MERGE, first);
    }

    /** The same, where an element may say which of its fields are to stay. */
    static ListRule retaining(String key) {
        return new ListRule(Type.MAP, List.of(key), Strategy.MERGE_AND_RETAIN, key);
    }

    /** One value for server-side apply, merged by a key in strategic merge patches. */
    static ListRule atomicMergedBy(String key) {
        return new ListRule(Type.ATOMIC, List.of(), Strategy.MERGE, key);
    }

    boolean merges() {
        return strategy != Strategy.REPLACE;
    }
}
