package io.samegate.api.core.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * Writes a v2 document in the protobuf form that kubectl reads: gnostic's {@code openapi.v2.Document}. Only what
 * {@link V2Document} says is written; the numbers are those of gnostic's fields. Stateless.
 */
final class GnosticWriter {

    private static final List<String> METHODS =
            List.of("", "", "get", "put", "post", "delete", "options", "head", "patch"); // by field of PathItem

    private GnosticWriter() {}

    static byte[] write(JsonNode document) {
        Message paths = new Message();
        document.path("paths")
                .properties()
                .forEach(path -> paths.message(2, named(path.getKey(), pathItem(path.getValue()))));
        return new Message()
                .text(1, document.path("swagger"))
                .message(2, new Message().text(1, document.at("/info/title")).text(2, document.at("/info/version")))
                .message(8, paths)
                .message(9, map(document.path("definitions"), GnosticWriter::schema))
                .bytes();
    }

    private static Message pathItem(JsonNode item) {
        Message message = new Message();
        for (int field = 2; field < METHODS.size(); field++) {
            if (item.has(METHODS.get(field))) {
                message.message(field, operation(item.path(METHODS.get(field))));
            }
        }
        item.path("parameters").forEach(parameter -> message.message(9, parameter(parameter)));
        return message;
    }

    private static Message operation(JsonNode operation) {
        Message message = new Message()
                .text(3, operation.path("description"))
                .text(5, operation.path("operationId"))
                .texts(6, operation.path("produces"))
                .texts(7, operation.path("consumes"));
        operation.path("parameters").forEach(parameter -> message.message(8, parameter(parameter)));
        Message responses = new Message();
        operation.path("responses").properties().forEach(response -> {
            Message written = new Message().text(1, response.getValue().path("description"));
            if (response.getValue().has("schema")) {
                written.message(
                        2, new Message().message(1, schema(response.getValue().path("schema"))));
            }
            responses.message(1, named(response.getKey(), new Message().message(1, written)));
        });
        return extensions(message.message(9, responses), 13, operation);
    }

    /** A ParametersItem. */
    private static Message parameter(JsonNode parameter) {
        boolean required = parameter.path("required").asBoolean();
        if (parameter.path("in").asText().equals("body")) {
            Message body = new Message()
                    .text(1, parameter.path("description"))
                    .text(2, parameter.path("name"))
                    .text(3, parameter.path("in"))
                    .flag(4, required)
                    .message(5, schema(parameter.path("schema")));
            return new Message().message(1, new Message().message(1, body));
        }
        boolean inPath = parameter.path("in").asText().equals("path");
        Message written = new Message()
                .flag(1, required)
                .text(2, parameter.path("in"))
                .text(3, parameter.path("description"))
                .text(4, parameter.path("name"))
                .text(inPath ? 5 : 6, parameter.path("type"))
                .flag(inPath ? 19 : 20, parameter.path("uniqueItems").asBoolean());
        return new Message().message(1, new Message().message(2, new Message().message(inPath ? 4 : 3, written)));
    }

    private static Message schema(JsonNode schema) {
        Message message = new Message()
                .text(1, schema.path("$ref"))
                .text(2, schema.path("format"))
                .text(4, schema.path("description"));
        if (schema.has("default")) {
            message.message(5, any(schema.path("default")));
        }
        message.texts(19, schema.path("required"));
        schema.path("enum").forEach(value -> message.message(20, any(value)));
        if (schema.path("additionalProperties").isObject()) {
            message.message(21, new Message().message(1, schema(schema.path("additionalProperties"))));
        }
        if (schema.has("type")) {
            message.message(22, new Message().text(1, schema.path("type")));
        }
        if (schema.has("items")) {
            message.message(23, new Message().message(1, schema(schema.path("items"))));
        }
        if (schema.has("properties")) {
            message.message(25, map(schema.path("properties"), GnosticWriter::schema));
        }
        return extensions(message, 31, schema);
    }

    private static Message extensions(Message message, int field, JsonNode tree) {
        tree.properties().stream()
                .filter(extension -> extension.getKey().startsWith("x-"))
                .forEach(extension -> message.message(field, named(extension.getKey(), any(extension.getValue()))));
        return message;
    }

    private static Message map(JsonNode tree, Function<JsonNode, Message> value) {
        Message map = new Message();
        tree.properties().forEach(entry -> map.message(1, named(entry.getKey(), value.apply(entry.getValue()))));
        return map;
    }

    private static Message named(String name, Message value) {
        return new Message().text(1, name).message(2, value);
    }

    /** Any value is YAML, and JSON is YAML. */
    private static Message any(JsonNode value) {
        return new Message().text(2, value.toString() + "\n");
    }

    /** A message that is being written; what is empty or false is left out. One thread. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message text(int field, JsonNode value) {
            return value.isTextual() ? text(field, value.asText()) : this;
        }

        Message text(int field, String value) {
            return value.isEmpty() ? this : delimited(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message texts(int field, JsonNode values) {
            values.forEach(value -> text(field, value));
            return this;
        }

        Message flag(int field, boolean value) {
            if (value) {
                number((long) field << 3);
                number(1);
            }
            return this;
        }

        Message message(int field, Message value) {
            return delimited(field, value.bytes());
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private Message delimited(int field, byte[] bytes) {
            number(((long) field << 3) | 2);
            number(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        private void number(long value) {
            long rest = value;
            while (rest > 0x7f) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
