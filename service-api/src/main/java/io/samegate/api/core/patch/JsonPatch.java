package io.samegate.api.core.patch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.body.Depth;
import io.samegate.contracts.request.Statuses;
import java.util.Set;

/** JSON patches, RFC 6902: all operations in order, or none. Stateless. */
public final class JsonPatch {

    private static final int MOST_OPERATIONS = 10_000;
    /** Each copy may double the document, and what is moved is looked through, so what that is together is bounded. */
    private static final long MOST_COPIED_CHARACTERS = 3L * 1024 * 1024;

    private static final Set<String> CARRYING = Set.of("copy", "move");

    private static final String ROOT_FIELD = "document";

    private JsonPatch() {}

    /**
     * The patched document; neither argument is changed.
     *
     * @throws RefusedException 400 if the patch is malformed, 413 if it has too many operations, 422 if it does not fit,
     *     copies or moves too much, or nests it too deeply
     */
    public static JsonNode apply(JsonNode original, JsonNode patch) {
        if (!patch.isArray()) {
            throw RefusedException.badRequest("the patch is not a list of operations");
        }
        if (patch.size() > MOST_OPERATIONS) {
            throw new RefusedException(Statuses.of(
                    413,
                    "RequestEntityTooLarge",
                    "Request entity too large: The allowed maximum operations in a JSON patch is " + MOST_OPERATIONS
                            + ", got " + patch.size()));
        }
        // The document hangs below a root of our own, so that it can itself be replaced.
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.set(ROOT_FIELD, original.deepCopy());
        long copied = 0;
        for (JsonNode operation : patch) {
            if (CARRYING.contains(operation.path("op").asText())) {
                copied += find(root, pointer(operation, "from")).toString().length();
                if (copied > MOST_COPIED_CHARACTERS) {
                    throw unprocessable("what it copies and moves is too large together");
                }
            }
            operate(root, operation);
        }
        if (!root.has(ROOT_FIELD)) {
            throw unprocessable("nothing is left of the document");
        }
        return root.get(ROOT_FIELD);
    }

    private static void operate(ObjectNode root, JsonNode operation) {
        JsonPointer path = pointer(operation, "path");
        switch (text(operation, "op")) {
            case "add" -> add(root, path, value(operation));
            case "remove" -> remove(root, path);
            case "replace" -> {
                find(root, path);
                if (parent(root, path) instanceof ArrayNode array) {
                    array.set(index(path, array.size() - 1), fitting(path, value(operation)));
                } else {
                    add(root, path, value(operation));
                }
            }
            case "move" -> {
                JsonPointer from = pointer(operation, "from");
                if (path.toString().startsWith(from + "/")) {
                    throw unprocessable("cannot move " + shown(from) + " into itself");
                }
                JsonNode moved = find(root, from);
                remove(root, from);
                add(root, path, moved);
            }
            case "copy" ->
                add(root, path, find(root, pointer(operation, "from")).deepCopy());
            case "test" -> {
                if (!equal(find(root, path), value(operation))) {
                    throw unprocessable("testing value " + shown(path) + " failed");
                }
            }
            default -> throw RefusedException.badRequest("unexpected kind of operation: " + operation.get("op"));
        }
    }

    private static void add(ObjectNode root, JsonPointer path, JsonNode value) {
        JsonNode parent = parent(root, path);
        if (parent instanceof ObjectNode object) {
            object.set(path.last().getMatchingProperty(), fitting(path, value));
        } else if (parent instanceof ArrayNode array) {
            boolean atEnd = path.last().getMatchingProperty().equals("-");
            array.insert(atEnd ? array.size() : index(path, array.size()), fitting(path, value));
        } else {
            throw unprocessable("add operation does not apply: doc is missing path: " + shown(path));
        }
    }

    /** The value, unless it would reach too deep where it is put. */
    private static JsonNode fitting(JsonPointer path, JsonNode value) {
        if (Depth.exceeds(value, Depth.MOST_LEVELS - levels(shown(path)))) {
            throw unprocessable("it nests the document too deeply at " + shown(path) + " (expected: at most "
                    + Depth.MOST_LEVELS + " levels)");
        }
        return value;
    }

    private static int levels(String path) {
        return Math.toIntExact(
                path.chars().filter(character -> character == '/').count());
    }

    private static void remove(ObjectNode root, JsonPointer path) {
        find(root, path);
        JsonNode parent = parent(root, path);
        if (parent instanceof ObjectNode object) {
            object.remove(path.last().getMatchingProperty());
        } else if (parent instanceof ArrayNode array) {
            array.remove(index(path, array.size() - 1));
        }
    }

    private static JsonNode find(ObjectNode root, JsonPointer path) {
        JsonNode found = root.at(path);
        if (found.isMissingNode()) {
            throw unprocessable("operation does not apply: doc is missing path: " + shown(path));
        }
        return found;
    }

    private static JsonNode parent(ObjectNode root, JsonPointer path) {
        return root.at(path.head());
    }

    private static int index(JsonPointer path, int greatest) {
        int index = path.last().getMatchingIndex();
        if (index < 0 || index > greatest) {
            throw unprocessable("operation does not apply: no such element: " + shown(path));
        }
        return index;
    }

    /** Numbers are equal by value, as the RFC has it: 1 is 1.0. */
    private static boolean equal(JsonNode one, JsonNode other) {
        return one.equals(
                (a, b) -> a.isNumber() && b.isNumber()
                        ? a.decimalValue().compareTo(b.decimalValue())
                        : a.equals(b) ? 0 : 1,
                other);
    }

    private static JsonPointer pointer(JsonNode operation, String field) {
        String path = text(operation, field);
        try {
            return JsonPointer.compile("/" + ROOT_FIELD).append(JsonPointer.compile(path));
        } catch (IllegalArgumentException e) {
            throw RefusedException.badRequest(field + ": \"" + path + "\" (expected: a JSON pointer)");
        }
    }

    private static String text(JsonNode operation, String field) {
        if (!operation.path(field).isTextual()) {
            throw RefusedException.badRequest(
                    "the operation " + operation + " has no " + field + " (expected: a string)");
        }
        return operation.get(field).asText();
    }

    private static JsonNode value(JsonNode operation) {
        if (!operation.has("value")) {
            throw RefusedException.badRequest("the operation " + operation + " has no value");
        }
        return operation.get("value").deepCopy();
    }

    private static String shown(JsonPointer path) {
        return path.toString().substring(ROOT_FIELD.length() + 1);
    }

    private static RefusedException unprocessable(String why) {
        return new RefusedException(
                Statuses.of(422, "Invalid", "the server rejected our request due to an error in our request: " + why));
    }
}
