package io.samegate.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.util.Optional;

/** The one JSON form of everything on the log and towards clients. Thread-safe. */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_NULL)
            .build();

    private Json() {}

    /** The shared mapper; its configuration must not be changed. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The tree of a value, as it would stand on the wire. */
    public static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Whether two values are the same on the wire, whatever the order of their fields. */
    public static boolean same(Object one, Object other) {
        return tree(one).equals(tree(other));
    }

    /**
     * Whether two objects are the same but for the times at which their fields were last managed: the times alone are no
     * news, and nothing is written for them.
     */
    public static boolean sameButForManagedTimes(HasMetadata one, HasMetadata other) {
        return withoutManagedTimes(one).equals(withoutManagedTimes(other));
    }

    private static ObjectNode withoutManagedTimes(HasMetadata object) {
        ObjectNode tree = tree(object);
        for (JsonNode entry : tree.path("metadata").path("managedFields")) {
            ((ObjectNode) entry).remove("time");
        }
        return tree;
    }

    /**
     * Reads bytes from the log.
     *
     * @throws UnreadableRecordException when they are not the JSON of a {@code type}
     */
    public static <T> T read(byte[] bytes, Class<T> type) {
        try {
            return MAPPER.readValue(bytes, type);
        } catch (IOException e) {
            throw new UnreadableRecordException("not a " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Turns a tree from the log into a value.
     *
     * @throws UnreadableRecordException when the tree does not have the shape of a {@code type}
     */
    public static <T> T read(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new UnreadableRecordException("not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Turns the tree of a Kubernetes object into the model class its {@code kind} names.
     *
     * @throws UnreadableRecordException when the kind is unknown or the shape is another one
     */
    public static HasMetadata readObject(JsonNode tree) {
        String kind = tree.path("kind").asText();
        Optional<ObjectKind> known = ObjectKind.named(kind);
        if (known.isEmpty()) {
            throw new UnreadableRecordException("object of kind \"" + kind + "\" (expected: a kind Samegate serves)");
        }
        return read(tree, known.get().model());
    }
}
