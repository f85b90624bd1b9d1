package io.samegate.api.core.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.samegate.api.core.patch.ListRule;
import io.samegate.api.core.patch.ListSchema;
import io.samegate.contracts.ObjectKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A place in the objects of a kind, which knows what the values there are made of. Immutable.
 *
 * @param path field names only, as in {@link ListSchema}
 * @param element whether the value is an element of the list at that path, rather than what stands there
 */
record Spot(ObjectKind kind, String path, boolean element) {

    static Spot root(ObjectKind kind) {
        return new Spot(kind, "", false);
    }

    /** Whether the value is managed as a whole. */
    boolean isLeaf(JsonNode value) {
        if (value.isArray()) {
            return element || rule().type() == ListRule.Type.ATOMIC;
        }
        return !value.isObject() || ListSchema.isAtomicObject(kind, path);
    }

    ListRule rule() {
        return ListSchema.rule(kind, path);
    }

    /** The place a step from here leads to. */
    Spot at(PathElement step) {
        return switch (step) {
            case PathElement.Field field ->
                new Spot(kind, path.isEmpty() ? field.name() : path + "." + field.name(), false);
            case PathElement.Keyed keyed -> new Spot(kind, path, true);
            case PathElement.Value value -> new Spot(kind, path, true);
            case PathElement.Index index -> new Spot(kind, path, true);
        };
    }

    /**
     * The parts of a value that is no leaf, in their order; none of a value that is not there. Elements of a list that
     * cannot be told apart count together as one part, a list of them.
     */
    Map<PathElement, JsonNode> parts(JsonNode value) {
        Map<PathElement, JsonNode> parts = new LinkedHashMap<>();
        if (value.isArray()) {
            elements(value)
                    .forEach((step, same) -> parts.put(
                            step,
                            same.size() == 1
                                    ? same.getFirst()
                                    : JsonNodeFactory.instance.arrayNode().addAll(same)));
        } else {
            value.properties().forEach(field -> parts.put(new PathElement.Field(field.getKey()), field.getValue()));
        }
        return parts;
    }

    /** The elements of a list that is no leaf, by what tells them apart, in their order. */
    Map<PathElement, List<JsonNode>> elements(JsonNode list) {
        Map<PathElement, List<JsonNode>> elements = new LinkedHashMap<>();
        for (JsonNode item : list) {
            elements.computeIfAbsent(step(item), step -> new ArrayList<>()).add(item);
        }
        return elements;
    }

    /** What tells an element of the list here from the others. */
    PathElement step(JsonNode item) {
        if (rule().type() == ListRule.Type.SET) {
            return new PathElement.Value(item.toString());
        }
        SortedMap<String, String> keys = new TreeMap<>();
        for (String key : rule().keys()) {
            JsonNode value = keyOf(item, key);
            if (!value.isMissingNode()) {
                keys.put(key, value.toString());
            }
        }
        return PathElement.Keyed.of(keys);
    }

    /** The value of one key of an element, or what it counts as; missing if it has none. */
    static JsonNode keyOf(JsonNode item, String key) {
        String whenLeftOut = ListSchema.keyDefault(key);
        return item.has(key) || whenLeftOut.isEmpty() ? item.path(key) : JsonNodeFactory.instance.textNode(whenLeftOut);
    }
}
