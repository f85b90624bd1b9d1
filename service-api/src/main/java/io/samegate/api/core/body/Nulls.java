package io.samegate.api.core.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.RefusedException;
import java.util.Map;

/** A field that is null says nothing; an element of a list that is null is a mistake. Stateless. */
final class Nulls {

    private Nulls() {}

    /**
     * A copy without the fields that are null.
     *
     * @param about starts the message of a refusal
     * @throws RefusedException 400 if a list has a null in it
     */
    static ObjectNode without(ObjectNode object, String about) {
        return copy(object, "", about);
    }

    private static ObjectNode copy(ObjectNode object, String path, String about) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!field.getValue().isNull()) {
                String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                copy.set(field.getKey(), value(field.getValue(), at, about));
            }
        }
        return copy;
    }

    private static JsonNode value(JsonNode value, String path, String about) {
        if (value instanceof ObjectNode object) {
            return copy(object, path, about);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isNull()) {
                    throw RefusedException.badRequest(about + path + "[" + i + "] is null");
                }
                copy.add(value(array.get(i), path + "[" + i + "]", about));
            }
            return copy;
        }
        return value;
    }
}
