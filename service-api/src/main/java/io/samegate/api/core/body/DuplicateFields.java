package io.samegate.api.core.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON in which a field may stand more than once, and tells which do. The last one counts. For one body; one
 * thread.
 */
public final class DuplicateFields {

    private final JsonParser parser;
    private final List<String> found = new ArrayList<>();

    private DuplicateFields(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * A body and the warnings it deserves.
     *
     * @param warnings one for each field that is repeated, such as {@code duplicate field "spec.type"}
     */
    public record Read(JsonNode tree, List<String> warnings) {

        public Read {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads one value, nested no deeper than the parser allows.
     *
     * @throws IOException if it is no JSON
     */
    public static Read read(JsonParser parser) throws IOException {
        DuplicateFields reader = new DuplicateFields(parser);
        parser.nextToken();
        JsonNode tree = reader.value("");
        return new Read(tree, reader.found);
    }

    private JsonNode value(String path) throws IOException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(path);
            case START_ARRAY -> {
                ArrayNode array = nodes.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(path + "[" + array.size() + "]"));
                }
                yield array;
            }
            case VALUE_STRING -> nodes.textNode(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> nodes.booleanNode(parser.getBooleanValue());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> nodes.numberNode(parser.getIntValue());
                    case LONG -> nodes.numberNode(parser.getLongValue());
                    case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> nodes.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
            case VALUE_NULL, VALUE_EMBEDDED_OBJECT, END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE ->
                nodes.nullNode();
        };
    }

    private ObjectNode object(String path) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String at = path.isEmpty() ? name : path + "." + name;
            if (object.has(name)) {
                String warning = "duplicate field \"" + at + "\"";
                if (!found.contains(warning)) {
                    found.add(warning);
                }
            }
            parser.nextToken();
            object.set(name, value(at));
        }
        return object;
    }
}
