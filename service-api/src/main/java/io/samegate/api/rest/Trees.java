package io.samegate.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.RefusedException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Makes a tree of what a YAML reader gives. An alias stands for a whole copy, so what a short text grows to is bounded.
 * For one body; one thread.
 */
final class Trees {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private long room; // characters that may still come; every node counts as one more

    private Trees(long room) {
        this.room = room;
    }

    /**
     * The tree of {@code value}.
     *
     * @throws RefusedException 400 if it is nested deeper than {@code depth}, is longer than {@code size} characters, or
     *     has values that JSON does not know
     */
    static JsonNode of(Object value, int depth, long size) {
        return new Trees(size).node(value, depth);
    }

    private JsonNode node(Object value, int depth) {
        if (depth == 0) {
            throw RefusedException.badRequest("the body is nested too deeply");
        }
        take(value instanceof String text ? text.length() + 1 : 1);
        return switch (value) {
            case null -> NODES.nullNode();
            case String text -> NODES.textNode(text);
            case Boolean truth -> NODES.booleanNode(truth);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case BigInteger number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case byte[] bytes -> NODES.textNode(Base64.getEncoder().encodeToString(bytes));
            case List<?> items -> {
                ArrayNode array = NODES.arrayNode(items.size());
                items.forEach(item -> array.add(node(item, depth - 1)));
                yield array;
            }
            case Map<?, ?> fields -> {
                ObjectNode object = NODES.objectNode();
                fields.forEach((name, field) -> object.set(name(name), node(field, depth - 1)));
                yield object;
            }
            default -> throw RefusedException.badRequest("the body has a value of an unknown type");
        };
    }

    private void take(long characters) {
        room -= characters;
        if (room < 0) {
            throw RefusedException.badRequest("the body grows too large when its aliases are followed");
        }
    }

    private String name(Object key) {
        if (key instanceof List || key instanceof Map) {
            throw RefusedException.badRequest("the body has a field whose name is not a string");
        }
        String name = String.valueOf(key);
        take(name.length());
        return name;
    }
}
