package io.samegate.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.UnreadableRecordException;
import io.samegate.contracts.topic.Codec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** {@code {"type","severity","about","uid","node","time","message","details"}}. */
public final class FactCodec implements Codec<Fact> {

    @Override
    public byte[] encode(Fact fact) {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("type", fact.type());
        node.put("severity", fact.severity() == Severity.WARNING ? "Warning" : "Normal");
        node.put("about", fact.about().path());
        node.put("uid", fact.uid());
        if (!fact.node().isEmpty()) {
            node.put("node", fact.node());
        }
        node.put("time", fact.time().toString());
        node.put("message", fact.message());
        if (!fact.details().isEmpty()) {
            ObjectNode details = node.putObject("details");
            new TreeMap<>(fact.details()).forEach(details::put);
        }
        return Json.write(node);
    }

    @Override
    public Fact decode(byte[] bytes) {
        JsonNode node = Json.read(bytes, JsonNode.class);
        Map<String, String> details = new TreeMap<>();
        node.path("details")
                .properties()
                .forEach(e -> details.put(e.getKey(), e.getValue().asText()));
        try {
            return new Fact(
                    node.path("type").asText(),
                    node.path("severity").asText().equals("Warning") ? Severity.WARNING : Severity.NORMAL,
                    ObjectRef.parse(node.path("about").asText()),
                    node.path("uid").asText(),
                    node.path("node").asText(),
                    Instant.parse(node.path("time").asText()),
                    node.path("message").asText(),
                    details);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnreadableRecordException("not an event: " + e.getMessage(), e);
        }
    }

    @Override
    public String type(Fact fact) {
        return "io.samegate.event." + fact.type();
    }
}
