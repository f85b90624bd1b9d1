package io.samegate.api.core.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.ObjectKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Kubernetes' strategic merge patches: like merge patches, but lists of named things are merged element by element, and
 * directives ({@code $patch}, {@code $setElementOrder}, {@code $retainKeys}, {@code $deleteFromPrimitiveList}) say what
 * a merge cannot. Stateless.
 *
 * <p>The ports of a Service are told apart by number and protocol where Kubernetes looks at the number alone and loses
 * one of two ports with the same number; see {@link ServicePortList}.
 */
public final class StrategicMergePatch {

    static final String PATCH = "$patch";
    static final String ORDER = "$setElementOrder/";
    private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";
    private static final String RETAIN = "$retainKeys";

    private final ObjectKind kind;

    private StrategicMergePatch(ObjectKind kind) {
        this.kind = kind;
    }

    /**
     * The patched object; neither argument is changed.
     *
     * @throws RefusedException 400 if the patch is malformed or does not say which element it means
     */
    public static JsonNode apply(ObjectKind kind, JsonNode original, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes) || !(original instanceof ObjectNode object)) {
            throw RefusedException.badRequest("the patch is not an object");
        }
        StrategicMergePatch merger = new StrategicMergePatch(kind);
        return (kind == ObjectKind.SERVICE ? AppliedPorts.merge(object, changes) : Optional.<List<JsonNode>>empty())
                .map(ports -> withPorts(merger.merge(object, withoutPorts(changes), ""), ports))
                .orElseGet(() -> merger.merge(object, changes, ""));
    }

    private static ObjectNode withoutPorts(ObjectNode patch) {
        ObjectNode others = patch.deepCopy();
        if (others.path("spec") instanceof ObjectNode spec) {
            spec.remove(List.of("ports", ORDER + "ports"));
        }
        return others;
    }

    private static ObjectNode withPorts(ObjectNode service, List<JsonNode> ports) {
        service.withObjectProperty("spec").set("ports", array(ports));
        return service;
    }

    /** Merges one object; a new one is merged into an empty one, which leaves out its directives and nulls. */
    ObjectNode merge(ObjectNode original, ObjectNode patch, String path) {
        String directive = directive(patch);
        if (directive.equals("delete")) {
            return empty();
        }
        ObjectNode merged = directive.equals("replace") ? empty() : original.deepCopy();
        retain(merged, patch, path);
        deleteValues(merged, patch);
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            String field = change.getKey();
            if (field.startsWith("$")) {
                continue;
            }
            if (change.getValue().isNull()) {
                merged.remove(field);
            } else {
                String at = path.isEmpty() ? field : path + "." + field;
                merged.set(field, value(merged.path(field), change.getValue(), order(patch, field), at));
            }
        }
        reorder(merged, patch, path);
        return merged;
    }

    private JsonNode value(JsonNode original, JsonNode change, List<JsonNode> order, String path) {
        if (change instanceof ObjectNode changes) {
            return merge(original instanceof ObjectNode object ? object : empty(), changes, path);
        }
        if (change instanceof ArrayNode changes && ListSchema.rule(kind, path).merges()) {
            return list(elements(original), elements(changes), order, path);
        }
        return change.deepCopy();
    }

    private JsonNode list(List<JsonNode> original, List<JsonNode> changes, List<JsonNode> order, String path) {
        String key = ListSchema.rule(kind, path).mergeKey();
        if (key.isEmpty()) {
            return array(plainValues(original, changes));
        }
        changes.forEach(change -> {
            if (!change.isObject()) {
                throw RefusedException.badRequest(path + ": " + change + " (expected: an object)");
            }
        });
        // An element with nothing but "replace" says so for the whole list.
        boolean replaces = changes.stream().anyMatch(StrategicMergePatch::replacesList);
        List<JsonNode> kept = replaces ? List.of() : original;
        List<JsonNode> wanted = changes.stream().filter(c -> !replacesList(c)).toList();
        boolean isPorts = kind == ObjectKind.SERVICE && path.equals("spec.ports");
        return array(
                isPorts ? new ServicePortList(this, path).merge(kept, wanted, order) : keyed(kept, wanted, key, path));
    }

    private List<JsonNode> keyed(List<JsonNode> original, List<JsonNode> changes, String key, String path) {
        List<JsonNode> merged = new ArrayList<>(original);
        for (JsonNode change : changes) {
            JsonNode value = change.path(key);
            if (value.isMissingNode()) {
                throw RefusedException.badRequest("map: " + change + " does not contain declared merge key: " + key);
            }
            if (isDelete(change)) {
                merged.removeIf(element -> element.path(key).equals(value));
                continue;
            }
            int at = indexOf(merged, key, value);
            if (at < 0) {
                merged.add(merge(empty(), (ObjectNode) change, path));
            } else {
                merged.set(at, merge(objectOrEmpty(merged.get(at)), (ObjectNode) change, path));
            }
        }
        return merged;
    }

    private static List<JsonNode> plainValues(List<JsonNode> original, List<JsonNode> changes) {
        List<JsonNode> merged = new ArrayList<>(original);
        changes.stream().filter(value -> !merged.contains(value)).forEach(merged::add);
        return merged;
    }

    private static void retain(ObjectNode merged, ObjectNode patch, String path) {
        JsonNode keys = patch.path(RETAIN);
        if (keys.isMissingNode()) {
            return;
        }
        Set<String> retained = new HashSet<>();
        keys.forEach(key -> retained.add(key.asText()));
        boolean saysOthers = patch.propertyStream()
                .map(Map.Entry::getKey)
                .anyMatch(field -> !field.startsWith("$") && !retained.contains(field));
        if (!keys.isArray() || saysOthers) {
            throw RefusedException.badRequest("invalid patch format of retainKeys: " + keys + " at \"" + path
                    + "\" (expected: a list of all fields that stay or are changed)");
        }
        merged.retain(retained);
    }

    private static void deleteValues(ObjectNode merged, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> directive : patch.properties()) {
            if (directive.getKey().startsWith(DELETE_VALUES)) {
                String field = directive.getKey().substring(DELETE_VALUES.length());
                if (!directive.getValue().isArray()) {
                    throw RefusedException.badRequest("invalid patch format of primitive list: " + directive.getKey()
                            + " is " + directive.getValue() + " (expected: a list)");
                }
                List<JsonNode> unwanted = elements(directive.getValue());
                if (merged.path(field).isArray()) {
                    merged.set(
                            field,
                            array(elements(merged.get(field)).stream()
                                    .filter(value -> !unwanted.contains(value))
                                    .toList()));
                }
            }
        }
    }

    /** Elements the patch names take, in its order, the places they have together; the others stay where they are. */
    private void reorder(ObjectNode merged, ObjectNode patch, String path) {
        for (Map.Entry<String, JsonNode> directive : patch.properties()) {
            if (directive.getKey().startsWith(ORDER)) {
                if (!directive.getValue().isArray()) {
                    throw RefusedException.badRequest("invalid patch format of setElementOrder list: "
                            + directive.getKey() + " is " + directive.getValue() + " (expected: a list)");
                }
                String field = directive.getKey().substring(ORDER.length());
                String at = path.isEmpty() ? field : path + "." + field;
                if (merged.path(field).isArray() && ListSchema.rule(kind, at).merges()) {
                    List<JsonNode> current = elements(merged.get(field));
                    List<JsonNode> order = order(patch, field);
                    merged.set(
                            field,
                            array(ordered(
                                    current, order, ListSchema.rule(kind, at).mergeKey())));
                }
            }
        }
    }

    private static List<JsonNode> ordered(List<JsonNode> current, List<JsonNode> order, String key) {
        List<Integer> chosen = new ArrayList<>();
        for (JsonNode named : order) {
            for (int i = 0; i < current.size(); i++) {
                boolean same = key.isEmpty()
                        ? current.get(i).equals(named)
                        : current.get(i).path(key).equals(named.path(key));
                if (same && !chosen.contains(i)) {
                    chosen.add(i);
                    break;
                }
            }
        }
        List<Integer> places = chosen.stream().sorted().toList();
        List<JsonNode> ordered = new ArrayList<>(current);
        for (int i = 0; i < places.size(); i++) {
            ordered.set(places.get(i), current.get(chosen.get(i)));
        }
        return ordered;
    }

    static boolean isDelete(JsonNode change) {
        return directive(change).equals("delete");
    }

    private static boolean replacesList(JsonNode change) {
        return directive(change).equals("replace") && change.size() == 1;
    }

    private static String directive(JsonNode patch) {
        JsonNode directive = patch.path(PATCH);
        if (directive.isMissingNode()) {
            return "merge";
        }
        if (!List.of("merge", "replace", "delete").contains(directive.asText())) {
            throw RefusedException.badRequest("Unknown patch type: " + directive.asText() + " in: " + patch);
        }
        return directive.asText();
    }

    private static List<JsonNode> order(ObjectNode patch, String field) {
        return elements(patch.path(ORDER + field));
    }

    private static int indexOf(List<JsonNode> elements, String key, JsonNode value) {
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).path(key).equals(value)) {
                return i;
            }
        }
        return -1;
    }

    private static List<JsonNode> elements(JsonNode list) {
        List<JsonNode> elements = new ArrayList<>();
        list.forEach(elements::add);
        return elements;
    }

    private static ArrayNode array(List<JsonNode> elements) {
        return JsonNodeFactory.instance.arrayNode().addAll(elements).deepCopy();
    }

    private static ObjectNode objectOrEmpty(JsonNode node) {
        return node instanceof ObjectNode object ? object : empty();
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
