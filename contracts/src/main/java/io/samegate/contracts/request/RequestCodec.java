package io.samegate.contracts.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.UnreadableRecordException;
import io.samegate.contracts.topic.Codec;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;

/** The request envelope: {@code {"id", "verb", "target", "user", "budget", "dryRun", "seen", "object", ...}}. */
public final class RequestCodec implements Codec<Request> {

    private static final String CREATE = "create";
    private static final String REPLACE = "replace";
    private static final String DELETE = "delete";
    private static final String CLOSE_NAMESPACE = "close-namespace";

    @Override
    public byte[] encode(Request request) {
        RequestHeader header = request.header();
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("id", header.id());
        node.put("verb", verb(request));
        node.put("target", header.target().path());
        node.put("user", header.user());
        node.put("budget", header.budget().toString());
        if (header.dryRun()) {
            node.put("dryRun", true);
        }
        if (!header.seen().isEmpty()) {
            ObjectNode seen = node.putObject("seen");
            new TreeMap<>(header.seen()).forEach(seen::put);
        }
        switch (request) {
            case Request.Create create -> node.set("object", Json.tree(create.object()));
            case Request.Replace replace -> {
                putPreconditions(node, replace.preconditions());
                node.put("part", replace.part().name());
                node.set("object", Json.tree(replace.object()));
            }
            case Request.Delete delete -> {
                putPreconditions(node, delete.preconditions());
                if (delete.grace().asked()) {
                    node.put("grace", delete.grace().period().toString());
                }
            }
            case Request.CloseNamespace close -> {
                // The header says it all.
            }
        }
        return Json.write(node);
    }

    @Override
    public Request decode(byte[] bytes) {
        JsonNode node = Json.read(bytes, JsonNode.class);
        try {
            RequestHeader header = header(node);
            String verb = node.path("verb").asText();
            return switch (verb) {
                case CREATE -> new Request.Create(header, Json.readObject(node.path("object")));
                case REPLACE ->
                    new Request.Replace(
                            header,
                            Json.readObject(node.path("object")),
                            preconditions(node),
                            Part.valueOf(node.path("part").asText(Part.MAIN.name())));
                case DELETE -> new Request.Delete(header, preconditions(node), grace(node));
                case CLOSE_NAMESPACE -> new Request.CloseNamespace(header);
                default ->
                    throw new UnreadableRecordException("request verb \"" + verb + "\" (expected: " + CREATE + ", "
                            + REPLACE + ", " + DELETE + " or " + CLOSE_NAMESPACE + ")");
            };
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new UnreadableRecordException("not a request: " + e.getMessage(), e);
        }
    }

    @Override
    public String type(Request request) {
        return "io.samegate.request." + verb(request);
    }

    private static String verb(Request request) {
        return switch (request) {
            case Request.Create create -> CREATE;
            case Request.Replace replace -> REPLACE;
            case Request.Delete delete -> DELETE;
            case Request.CloseNamespace close -> CLOSE_NAMESPACE;
        };
    }

    private static RequestHeader header(JsonNode node) {
        Map<String, Long> seen = new TreeMap<>();
        node.path("seen")
                .properties()
                .forEach(e -> seen.put(e.getKey(), e.getValue().asLong()));
        return new RequestHeader(
                node.path("id").asText(),
                ObjectRef.parse(node.path("target").asText()),
                node.path("user").asText(),
                Duration.parse(node.path("budget").asText()),
                node.path("dryRun").asBoolean(false),
                seen);
    }

    private static void putPreconditions(ObjectNode node, Preconditions preconditions) {
        if (preconditions.asksForUid()) {
            node.put("uid", preconditions.uid());
        }
        if (preconditions.asksForResourceVersion()) {
            node.put("resourceVersion", preconditions.resourceVersion());
        }
    }

    private static Preconditions preconditions(JsonNode node) {
        return new Preconditions(
                node.path("uid").asText(""), node.path("resourceVersion").asText(""));
    }

    private static Grace grace(JsonNode node) {
        return node.has("grace") ? Grace.of(Duration.parse(node.path("grace").asText())) : Grace.OF_THE_OBJECT;
    }
}
