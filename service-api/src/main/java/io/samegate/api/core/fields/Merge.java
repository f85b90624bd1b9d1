package io.samegate.api.core.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.contracts.ObjectKind;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts what somebody applies into what there is, and takes out of it what they applied before. Stateless. */
final class Merge {

    private Merge() {}

    /** What there is with what is applied in it; neither argument is changed. */
    static ObjectNode of(ObjectKind kind, ObjectNode live, ObjectNode applied) {
        return (ObjectNode) merge(live, applied, Spot.root(kind));
    }

    /**
     * An object without what one applier has let go.
     *
     * @param before what the applier owned before
     * @param owned what anybody owns now, the applier among them
     */
    static ObjectNode pruned(ObjectKind kind, ObjectNode object, FieldSet before, FieldSet owned) {
        return (ObjectNode) prune(object, Spot.root(kind), before, owned);
    }

    private static JsonNode merge(JsonNode live, JsonNode applied, Spot spot) {
        if (live.getNodeType() != applied.getNodeType() || spot.isLeaf(applied)) {
            return applied.deepCopy();
        }
        if (applied.isArray()) {
            return lists(live, applied, spot);
        }
        ObjectNode merged = live.deepCopy();
        applied.properties().forEach(field -> {
            String name = field.getKey();
            merged.set(name, merge(live.path(name), field.getValue(), spot.at(new PathElement.Field(name))));
        });
        return merged;
    }

    /** Applied elements stand in the applier's order; the others stay behind those they have stood behind. */
    private static ArrayNode lists(JsonNode live, JsonNode applied, Spot spot) {
        Map<PathElement, List<JsonNode>> old = spot.elements(live);
        Map<PathElement, JsonNode> wanted = new LinkedHashMap<>();
        applied.forEach(item -> wanted.put(spot.step(item), item));
        Deque<PathElement> waiting = new ArrayDeque<>(old.keySet());
        Deque<PathElement> shared = new ArrayDeque<>(wanted.keySet());
        shared.removeIf(step -> !old.containsKey(step));
        Map<PathElement, Collection<JsonNode>> merged = new LinkedHashMap<>();
        for (Map.Entry<PathElement, JsonNode> item : wanted.entrySet()) {
            // Whatever stands before the next element that both have keeps its place before it.
            while (!waiting.isEmpty() && !waiting.getFirst().equals(shared.peekFirst())) {
                PathElement next = waiting.removeFirst();
                if (!wanted.containsKey(next)) {
                    merged.put(next, old.get(next));
                }
            }
            List<JsonNode> same = old.getOrDefault(item.getKey(), List.of());
            JsonNode before = same.size() == 1 ? same.getFirst() : MissingNode.getInstance();
            merged.put(item.getKey(), List.of(merge(before, item.getValue(), spot.at(item.getKey()))));
            if (item.getKey().equals(shared.peekFirst())) {
                shared.removeFirst();
            }
        }
        waiting.stream().filter(step -> !wanted.containsKey(step)).forEach(step -> merged.put(step, old.get(step)));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        merged.values().forEach(list::addAll);
        return list;
    }

    private static JsonNode prune(JsonNode value, Spot spot, FieldSet before, FieldSet owned) {
        if (before.children().isEmpty() || spot.isLeaf(value)) {
            return value;
        }
        if (value.isArray()) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> {
                PathElement step = spot.step(item);
                if (!isLetGo(step, before, owned)) {
                    kept.add(prune(item, spot.at(step), before.below(step), owned.below(step)));
                }
            });
            return kept;
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        value.properties().forEach(field -> {
            PathElement step = new PathElement.Field(field.getKey());
            if (!isLetGo(step, before, owned)) {
                JsonNode part = prune(field.getValue(), spot.at(step), before.below(step), owned.below(step));
                if (!part.isEmpty() || field.getValue().isEmpty()) {
                    kept.set(field.getKey(), part);
                }
            }
        });
        return kept;
    }

    private static boolean isLetGo(PathElement step, FieldSet before, FieldSet owned) {
        return before.holds(step) && !owned.holds(step);
    }
}
