package io.samegate.api.core.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ports of a Service after {@code kubectl apply}. Where TCP and UDP share a number the patch that kubectl computes
 * names the wrong port or none, so the three lists it was computed from are merged here: what was applied last, what is
 * applied now (both stand in annotations) and what is stored. Ports are told apart by number and protocol. Stateless.
 */
final class AppliedPorts {

    private AppliedPorts() {}

    /** The merged ports; empty if this is no {@code kubectl apply}, or no two ports share a number. */
    static Optional<List<JsonNode>> merge(JsonNode stored, JsonNode patch) {
        List<JsonNode> applied = LastApplied.ports(patch);
        List<JsonNode> before = LastApplied.ports(stored);
        List<JsonNode> ports = new ArrayList<>();
        stored.path("spec").path("ports").forEach(ports::add);
        if (applied.isEmpty() || !(shareNumbers(applied) || shareNumbers(before) || shareNumbers(ports))) {
            return Optional.empty();
        }
        return Optional.of(merge(bySocket(before), bySocket(applied), bySocket(ports)));
    }

    /** In the order of the manifest; ports that somebody else added stay behind them. */
    private static List<JsonNode> merge(
            Map<String, JsonNode> before, Map<String, JsonNode> applied, Map<String, JsonNode> stored) {
        List<JsonNode> merged = new ArrayList<>();
        applied.forEach((socket, port) -> merged.add(
                stored.get(socket) instanceof ObjectNode current
                        ? merge(before.get(socket), port, current.deepCopy())
                        : port));
        stored.forEach((socket, port) -> {
            if (!applied.containsKey(socket) && !before.containsKey(socket)) {
                merged.add(port);
            }
        });
        return merged;
    }

    private static JsonNode merge(JsonNode before, JsonNode applied, ObjectNode current) {
        if (before != null) {
            before.fieldNames().forEachRemaining(field -> {
                if (!applied.has(field)) {
                    current.remove(field);
                }
            });
        }
        applied.properties().forEach(field -> current.set(field.getKey(), field.getValue()));
        return current;
    }

    private static boolean shareNumbers(List<JsonNode> ports) {
        Set<JsonNode> numbers = new HashSet<>();
        return !ports.stream().map(port -> port.path("port")).allMatch(numbers::add);
    }

    private static Map<String, JsonNode> bySocket(List<JsonNode> ports) {
        Map<String, JsonNode> bySocket = new LinkedHashMap<>();
        ports.forEach(port ->
                bySocket.put(port.path("port") + "/" + port.path("protocol").asText("TCP"), port));
        return bySocket;
    }
}
