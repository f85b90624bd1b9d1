package io.samegate.api.core.fields;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.body.ObjectReader;
import io.samegate.api.core.patch.ListRule;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What somebody applies: an object that says only what they want.
 *
 * @param object what they say
 * @param tree the same as they wrote it
 */
public record Applied(HasMetadata object, JsonNode tree) {

    /**
     * Reads the body of an apply.
     *
     * @throws RefusedException 400 if it is no object of this kind, or one whose fields cannot be told apart
     */
    public static Applied read(JsonNode tree, ObjectKind kind, String namespace, String name) {
        if (!tree.isObject()) {
            throw RefusedException.badRequest("error decoding YAML: the body is not an object");
        }
        requireType(tree, kind);
        if (!tree.at("/metadata/managedFields").isMissingNode()
                && !tree.at("/metadata/managedFields").isNull()) {
            throw RefusedException.badRequest("metadata.managedFields must be nil");
        }
        HasMetadata object = ObjectReader.read(tree, kind, namespace, name);
        List<String> problems = new ArrayList<>();
        ObjectReader.unknownFields(tree, kind)
                .forEach(field -> problems.add("." + field + ": field not declared in schema"));
        check(Json.tree(object), Spot.root(kind), "", problems);
        if (!problems.isEmpty()) {
            throw RefusedException.badRequest("failed to create typed patch object (" + namespace + "/" + name + "; "
                    + kind.apiVersion() + ", Kind=" + kind.kind() + "): "
                    + (problems.size() == 1 ? problems.getFirst() : "errors:\n  " + String.join("\n  ", problems)));
        }
        return new Applied(object, tree);
    }

    private static void requireType(JsonNode tree, ObjectKind kind) {
        String version = tree.path("apiVersion").asText();
        String given = tree.path("kind").asText();
        if (!given.equals(kind.kind())) {
            throw RefusedException.badRequest("invalid object type: " + version + ", Kind=" + given);
        }
        if (!version.equals(kind.apiVersion())) {
            throw RefusedException.badRequest("Incorrect version specified in apply patch. Specified patch version: "
                    + version + ", expected: " + kind.apiVersion());
        }
    }

    /** Elements of lists must be told apart, or nobody could say who manages which. */
    private static void check(JsonNode value, Spot spot, String path, List<String> problems) {
        if (spot.isLeaf(value)) {
            return;
        }
        if (value.isArray() && spot.rule().type() == ListRule.Type.MAP) {
            for (int i = 0; i < value.size(); i++) {
                for (String key : spot.rule().keys()) {
                    if (Spot.keyOf(value.path(i), key).isMissingNode()) {
                        problems.add(path + ": element " + i
                                + ": associative list with keys has an element that omits key field \"" + key
                                + "\" (and doesn't have default value)");
                        return;
                    }
                }
            }
        }
        if (value.isArray()) {
            spot.elements(value).forEach((step, same) -> {
                if (same.size() > 1) {
                    problems.add(path + ": duplicate entries for key " + step.shown());
                }
            });
        }
        for (Map.Entry<PathElement, JsonNode> part : spot.parts(value).entrySet()) {
            PathElement step = part.getKey();
            check(part.getValue(), spot.at(step), path + step.shown(), problems);
        }
    }
}
