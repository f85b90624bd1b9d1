package io.samegate.api.core.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes trees comparable in which the same numbers may be of different Java types. */
final class LongNumbers {

    private LongNumbers() {}

    static JsonNode in(JsonNode tree) {
        if (tree.isInt()) {
            return LongNode.valueOf(tree.longValue());
        }
        if (tree.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            tree.forEach(element -> copy.add(in(element)));
            return copy;
        }
        if (tree.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            tree.properties().forEach(field -> copy.set(field.getKey(), in(field.getValue())));
            return copy;
        }
        return tree;
    }
}
