package io.samegate.api.core.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.Preconditions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns the tree of a body into the object it says it is, or says what is wrong with it. Types are taken at their word:
 * a number is no string, a string no number. Thread-safe.
 */
public final class ObjectReader {

    private static final ObjectMapper STRICT_TYPES = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private static final String MANAGERS = "/metadata/managedFields";

    private ObjectReader() {}

    /**
     * Whoever replaces an object names it in the body too.
     *
     * @param name of the path
     * @throws RefusedException 400 with Kubernetes' text
     */
    public static void requireName(JsonNode tree, String name) {
        if (tree.at("/metadata/name").asText().isEmpty()) {
            throw RefusedException.badRequest(
                    "the name of the object (" + name + " based on URL) was undeterminable: name must be provided");
        }
    }

    /**
     * The object of a body.
     *
     * @param tree the body; null fields count as left out, and so do kind and apiVersion if they are; fields that the kind
     *     does not have are dropped
     * @param namespace of the path; empty for cluster-scoped kinds
     * @param name of the path; empty when a new object is posted
     * @return with kind, apiVersion, metadata and namespace set, and the name of the path if it has none itself
     * @throws RefusedException 400 that says what is wrong
     */
    public static HasMetadata read(JsonNode tree, ObjectKind expected, String namespace, String name) {
        if (!tree.isObject()) {
            throw unrecognized(expected, "the body is not an object");
        }
        if (Depth.exceeds(tree, Depth.MOST_LEVELS)) {
            throw RefusedException.badRequest(cannotBeHandled(expected) + "it is nested too deeply (expected: at most "
                    + Depth.MOST_LEVELS + " levels)");
        }
        ObjectNode body = Nulls.without((ObjectNode) tree, cannotBeHandled(expected));
        checkType(body, expected);
        body.put("kind", expected.kind()).put("apiVersion", expected.apiVersion());
        UnknownFields.drop(body, expected);
        if (body.at(MANAGERS) instanceof ArrayNode managers && managers.isEmpty()) {
            managers.addObject(); // an empty list asks for something that no list does not; the model knows no
            // difference
        }
        HasMetadata object = convert(body, expected);
        if (object.getMetadata() == null) {
            object.setMetadata(new ObjectMeta());
        }
        return placed(object, expected, namespace, name);
    }

    /**
     * The fields of a body that its kind does not have, such as {@code spec.selectr} or {@code spec.ports[0].prot}, in
     * the order they stand in it.
     */
    public static List<String> unknownFields(JsonNode tree, ObjectKind kind) {
        return UnknownFields.of(tree, kind);
    }

    /**
     * Refuses a body with fields its kind does not have, as {@code fieldValidation=Strict} asks.
     *
     * @param repeated what is to be said of fields that stand twice; empty if none do
     * @throws RefusedException 400 with Kubernetes' text
     */
    public static void refuseUnknownFields(JsonNode tree, ObjectKind kind, String repeated) {
        List<String> warnings = Stream.concat(
                        Stream.of(repeated).filter(text -> !text.isEmpty()),
                        unknownFields(tree, kind).stream().map(ObjectReader::unknownField))
                .toList();
        if (!warnings.isEmpty()) {
            throw RefusedException.badRequest(
                    cannotBeHandled(kind) + "strict decoding error: " + String.join(", ", warnings));
        }
    }

    /** The text that warns of one unknown field. */
    public static String unknownField(String path) {
        return "unknown field \"" + path + "\"";
    }

    /** What a replacing object asks of the stored one: the uid and the resourceVersion it names. */
    public static Preconditions preconditions(HasMetadata object) {
        ObjectMeta metadata = object.getMetadata();
        return new Preconditions(orEmpty(metadata.getUid()), orEmpty(metadata.getResourceVersion()));
    }

    private static void checkType(ObjectNode body, ObjectKind expected) {
        JsonNode kind = body.path("kind");
        if (!kind.isMissingNode() && !kind.asText().equals(expected.kind())) {
            throw unrecognized(expected, "the body is a " + kind.asText());
        }
        JsonNode version = body.path("apiVersion");
        if (!version.isMissingNode() && !version.asText().equals(expected.apiVersion())) {
            throw RefusedException.badRequest("the API version in the data (" + version.asText()
                    + ") does not match the expected API version (" + expected.apiVersion() + ")");
        }
    }

    private static HasMetadata convert(ObjectNode body, ObjectKind expected) {
        try {
            return STRICT_TYPES.treeToValue(body, expected.model());
        } catch (JsonMappingException e) {
            throw RefusedException.badRequest(cannotBeHandled(expected) + Paths.explain(body, e));
        } catch (JsonProcessingException e) {
            throw RefusedException.badRequest(cannotBeHandled(expected) + e.getOriginalMessage());
        }
    }

    private static HasMetadata placed(HasMetadata object, ObjectKind expected, String namespace, String name) {
        ObjectMeta metadata = object.getMetadata();
        if (expected.namespaced()) {
            String given = orEmpty(metadata.getNamespace());
            if (!given.isEmpty() && !given.equals(namespace)) {
                throw RefusedException.badRequest(
                        "the namespace of the provided object does not match the namespace" + " sent on the request");
            }
            metadata.setNamespace(namespace);
        }
        String given = orEmpty(metadata.getName());
        if (!name.isEmpty()) {
            if (!given.isEmpty() && !given.equals(name)) {
                throw RefusedException.badRequest(
                        "the name of the object (" + given + ") does not match the name on the URL (" + name + ")");
            }
            metadata.setName(name);
        }
        return object;
    }

    private static RefusedException unrecognized(ObjectKind expected, String why) {
        return RefusedException.badRequest(
                "the object provided is unrecognized (must be of type " + expected.kind() + "): " + why);
    }

    private static String cannotBeHandled(ObjectKind kind) {
        return kind.kind() + " in version \"" + kind.version() + "\" cannot be handled as a " + kind.kind() + ": ";
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }
}
