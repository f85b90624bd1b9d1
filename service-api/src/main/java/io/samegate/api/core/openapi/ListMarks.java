package io.samegate.api.core.openapi;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.samegate.api.core.patch.ListRule;
import io.samegate.api.core.patch.ListSchema;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How lists are merged, by the class and field they stand in. The server knows lists by the kind and path they stand at;
 * schemas are shared by all places a class is used in, so the server's rules for those must not contradict each other.
 * Immutable.
 */
final class ListMarks {

    private final Map<String, ListRule> marks;

    private ListMarks(Map<String, ListRule> marks) {
        this.marks = Map.copyOf(marks);
    }

    /**
     * The marks of all lists in all kinds.
     *
     * @throws IllegalStateException if the lists of one class are merged differently in two places
     */
    static ListMarks ofAllKinds() {
        Map<String, ListRule> marks = new HashMap<>();
        for (ObjectKind kind : ObjectKind.values()) {
            new Walk(kind, marks).through(Json.mapper().constructType(kind.model()), "");
        }
        return new ListMarks(marks);
    }

    /** Says in the schema of a list field how it is merged. */
    void mark(ObjectNode schema, Class<?> model, String field) {
        ListRule rule = marks.getOrDefault(key(model, field), ListRule.ATOMIC);
        schema.put("x-kubernetes-list-type", rule.type().name().toLowerCase(Locale.ROOT));
        if (!rule.keys().isEmpty()) {
            rule.keys().forEach(schema.putArray("x-kubernetes-list-map-keys")::add);
        }
        if (!rule.mergeKey().isEmpty()) {
            schema.put("x-kubernetes-patch-merge-key", rule.mergeKey());
        }
        if (!rule.strategy().wire().isEmpty()) {
            schema.put("x-kubernetes-patch-strategy", rule.strategy().wire());
        }
    }

    private static String key(Class<?> model, String field) {
        return model.getName() + "#" + field;
    }

    /** One walk through the fields of a kind. */
    private record Walk(ObjectKind kind, Map<String, ListRule> marks, Set<JavaType> inside) {

        Walk(ObjectKind kind, Map<String, ListRule> marks) {
            this(kind, marks, new HashSet<>());
        }

        void through(JavaType type, String path) {
            if (!KubernetesResource.class.isAssignableFrom(type.getRawClass()) || !inside.add(type)) {
                return;
            }
            for (BeanPropertyDefinition property :
                    Json.mapper().getSerializationConfig().introspect(type).findProperties()) {
                String at = path.isEmpty() ? property.getName() : path + "." + property.getName();
                JavaType field = property.getPrimaryType();
                if (field.isCollectionLikeType()) {
                    mark(type.getRawClass(), property.getName(), at);
                    through(field.getContentType(), at);
                } else {
                    through(field, at);
                }
            }
            inside.remove(type);
        }

        private void mark(Class<?> model, String field, String path) {
            ListRule mark = ListSchema.lists(kind).get(path);
            ListRule other = mark == null ? null : marks.putIfAbsent(key(model, field), mark);
            if (other != null && !other.equals(mark)) {
                throw new IllegalStateException(
                        kind + " " + path + ": " + mark + " (expected: as everywhere else, " + other + ")");
            }
        }
    }
}
