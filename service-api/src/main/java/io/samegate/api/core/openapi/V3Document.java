package io.samegate.api.core.openapi;

import static io.samegate.api.core.openapi.ModelSchemas.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/** Writes the paths of one group version, and the definitions they need, as a document of OpenAPI v3. Stateless. */
final class V3Document {

    private static final String REFERENCE = "#/components/schemas/";

    private V3Document() {}

    static ObjectNode of(List<ApiPath> paths, SortedMap<String, ObjectNode> definitions) {
        ObjectNode document = object().put("openapi", "3.0.0");
        document.set("info", V2Document.info());
        ObjectNode written = object();
        for (ApiPath path : paths) {
            ObjectNode item = written.putObject(path.path());
            path.operations().forEach(operation -> item.set(operation.method(), operation(operation)));
            if (!path.parameters().isEmpty()) {
                ArrayNode parameters = item.putArray("parameters");
                path.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
            }
        }
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        ModelSchemas.closure(written, definitions)
                .forEach((name, definition) -> schemas.set(name, schema(name, definition)));
        document.set("paths", rewritten(written));
        return document;
    }

    private static JsonNode schema(String name, ObjectNode definition) {
        return special(name).<JsonNode>map(Special::schemaV3).orElseGet(() -> rewritten(definition));
    }

    private static Optional<Special> special(String name) {
        return Arrays.stream(Special.values())
                .filter(special -> special.definition().equals(name))
                .findFirst();
    }

    /** A reference stands alone here: what is said beside it moves around it. */
    private static JsonNode rewritten(JsonNode tree) {
        if (tree.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            tree.forEach(element -> copy.add(rewritten(element)));
            return copy;
        }
        if (!(tree instanceof ObjectNode object)) {
            return tree;
        }
        ObjectNode copy = object();
        boolean wraps = object.path("$ref").isTextual() && object.size() > 1;
        object.properties().forEach(field -> {
            if (!field.getKey().equals("$ref") || !field.getValue().isTextual()) {
                copy.set(field.getKey(), rewritten(field.getValue()));
            } else {
                String reference = REFERENCE + field.getValue().asText().substring(ModelSchemas.REFERENCE.length());
                (wraps ? copy.withArray("allOf").addObject() : copy).put("$ref", reference);
            }
        });
        return copy;
    }

    private static ObjectNode operation(Operation operation) {
        ObjectNode written =
                object().put("description", operation.description()).put("operationId", operation.id());
        ArrayNode parameters = written.putArray("parameters");
        operation.query().forEach(parameter -> parameters.add(parameter(parameter)));
        if (!operation.body().isEmpty()) {
            ObjectNode body = written.putObject("requestBody");
            if (!operation.body().equals(OpenApi.DELETE_OPTIONS)) {
                body.put("required", true);
            }
            content(body, operation.consumes(), operation.body());
        }
        ObjectNode responses = written.putObject("responses");
        operation
                .codes()
                .forEach(code -> content(
                        responses.putObject(code.toString()).put("description", V2Document.description(code)),
                        V2Document.PRODUCED,
                        operation.answer()));
        responses.putObject("401").put("description", "Unauthorized");
        return V2Document.extended(written, operation);
    }

    private static void content(ObjectNode parent, List<String> mediaTypes, String definition) {
        ObjectNode content = parent.putObject("content");
        mediaTypes.forEach(
                type -> content.putObject(type).putObject("schema").put("$ref", ModelSchemas.REFERENCE + definition));
    }

    private static ObjectNode parameter(Parameter parameter) {
        ObjectNode written = object().put("description", parameter.description())
                .put("name", parameter.name())
                .put("in", parameter.place().name().toLowerCase(Locale.ROOT));
        if (parameter.place() == Parameter.Place.PATH) {
            written.put("required", true);
        }
        written.putObject("schema").put("type", parameter.type()).put("uniqueItems", true);
        return written;
    }
}
