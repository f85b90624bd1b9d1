package io.samegate.api.core.fields;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.body.ObjectReader;
import io.samegate.api.core.patch.LastApplied;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.Part;
import java.util.Map;
import java.util.TreeMap;

/**
 * The annotation in which {@code kubectl apply} keeps what it applied, where it merges on its own side. Whoever goes over
 * to server-side apply goes on managing what stands there, and keeps the way back. Stateless.
 */
final class ClientSideApply {

    /** The one manager that is known to mean the same by both ways of applying. */
    static final String MANAGER = "kubectl";

    private static final ObjectMapper SORTING = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private ClientSideApply() {}

    static boolean isOn(JsonNode object) {
        return object.path("metadata")
                .path("annotations")
                .path(LastApplied.ANNOTATION)
                .isTextual();
    }

    /** The fields of the annotation that still have the values it says; none if it makes no sense. */
    static FieldSet fieldsOf(HasMetadata stored, Part part) {
        Map<String, String> annotations = stored.getMetadata().getAnnotations();
        if (annotations == null || !annotations.containsKey(LastApplied.ANNOTATION)) {
            return FieldSet.NONE;
        }
        ObjectKind kind = ObjectKind.of(stored);
        try {
            HasMetadata applied = ObjectReader.read(
                    SORTING.readTree(annotations.get(LastApplied.ANNOTATION)),
                    kind,
                    kind.namespaced() ? stored.getMetadata().getNamespace() : "",
                    stored.getMetadata().getName());
            ObjectNode then = Tracked.of(applied, part).fields();
            Comparison since =
                    Comparison.of(kind, then, Tracked.of(stored, part).fields());
            return Comparison.fieldsOf(kind, then).minus(since.modified()).minus(since.removed());
        } catch (JsonProcessingException | RefusedException e) {
            return FieldSet.NONE;
        }
    }

    /** Notes in an object that carries the annotation what is applied to it now. */
    static void note(ObjectNode object, JsonNode applied) {
        ObjectNode noted = applied.deepCopy();
        if (noted.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(LastApplied.ANNOTATION);
        }
        ((ObjectNode) object.path("metadata").path("annotations")).put(LastApplied.ANNOTATION, text(noted));
    }

    private static String text(JsonNode object) {
        try {
            return SORTING.writeValueAsString(SORTING.treeToValue(object, TreeMap.class)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always writable", e);
        }
    }
}
