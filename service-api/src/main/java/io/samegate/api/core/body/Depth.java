package io.samegate.api.core.body;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How deep values may be nested. Whatever walks an object calls itself once a level, and what has been stored once is
 * shown to everybody, so no way in leads past this limit. Stateless.
 */
public final class Depth {

    /** Objects and lists in one another, the outermost counted; more than any Kubernetes object has. */
    public static final int MOST_LEVELS = 100;

    private Depth() {}

    /** Whether more than this many objects and lists stand in one another; walks no deeper than it has to. */
    public static boolean exceeds(JsonNode value, int levels) {
        if (!value.isContainerNode()) {
            return false;
        }
        if (levels <= 0) {
            return true;
        }
        for (JsonNode inner : value) {
            if (exceeds(inner, levels - 1)) {
                return true;
            }
        }
        return false;
    }
}
