package io.samegate.api.core.openapi;

import static io.samegate.api.core.openapi.ModelSchemas.object;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.resource.Discovery;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** Writes paths and definitions as a document of OpenAPI v2, also known as Swagger. Stateless. */
final class V2Document {

    /** What can come back; watches are always JSON. */
    static final List<String> PRODUCED = List.of("application/json", "application/yaml");

    private V2Document() {}

    static ObjectNode of(List<ApiPath> paths, SortedMap<String, ObjectNode> definitions) {
        ObjectNode document = object().put("swagger", "2.0");
        document.set("info", info());
        ObjectNode written = document.putObject("paths");
        for (ApiPath path : paths) {
            ObjectNode item = written.putObject(path.path());
            path.operations().forEach(operation -> item.set(operation.method(), operation(operation)));
            parameters(item, path.parameters());
        }
        ObjectNode schemas = document.putObject("definitions");
        ModelSchemas.closure(written, definitions).forEach(schemas::set);
        return document;
    }

    static ObjectNode info() {
        return object().put("title", "Kubernetes").put("version", Discovery.KUBERNETES_VERSION);
    }

    private static ObjectNode operation(Operation operation) {
        ObjectNode written =
                object().put("description", operation.description()).put("operationId", operation.id());
        operation.consumes().forEach(written.withArray("consumes")::add);
        PRODUCED.forEach(written.withArray("produces")::add);
        ArrayNode parameters = written.putArray("parameters");
        if (!operation.body().isEmpty()) {
            ObjectNode body = parameters.addObject().put("name", "body").put("in", "body");
            if (!operation.body().equals(OpenApi.DELETE_OPTIONS)) {
                body.put("required", true);
            }
            body.set("schema", reference(operation.body()));
        }
        operation.query().forEach(parameter -> parameters.add(parameter(parameter)));
        ObjectNode responses = written.putObject("responses");
        operation
                .codes()
                .forEach(code -> responses
                        .putObject(code.toString())
                        .put("description", description(code))
                        .set("schema", reference(operation.answer())));
        responses.putObject("401").put("description", "Unauthorized");
        return extended(written, operation);
    }

    /** What Kubernetes says of an operation beside OpenAPI's own words. */
    static ObjectNode extended(ObjectNode written, Operation operation) {
        written.put("x-kubernetes-action", operation.action());
        written.putObject(OpenApi.GVK)
                .put("group", operation.kind().group())
                .put("kind", operation.kind().kind())
                .put("version", operation.kind().version());
        return written;
    }

    static String description(int code) {
        return switch (code) {
            case 201 -> "Created";
            case 202 -> "Accepted";
            default -> "OK";
        };
    }

    private static void parameters(ObjectNode item, List<Parameter> parameters) {
        if (!parameters.isEmpty()) {
            ArrayNode written = item.putArray("parameters");
            parameters.forEach(parameter -> written.add(parameter(parameter)));
        }
    }

    private static ObjectNode parameter(Parameter parameter) {
        ObjectNode written = object().put("description", parameter.description())
                .put("name", parameter.name())
                .put("in", parameter.place().name().toLowerCase(Locale.ROOT))
                .put("type", parameter.type());
        return parameter.place() == Parameter.Place.PATH
                ? written.put("required", true)
                : written.put("uniqueItems", true);
    }

    private static ObjectNode reference(String definition) {
        return object().put("$ref", ModelSchemas.REFERENCE + definition);
    }
}
