package io.samegate.api.core.body;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.AnyType;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Quantity;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Compares bodies with the model classes, which know all fields Kubernetes has. Thread-safe. */
final class UnknownFields {

    private static final ObjectMapper MAPPER = Json.mapper();
    private static final Map<JavaType, Map<String, JavaType>> KNOWN = new ConcurrentHashMap<>();

    private UnknownFields() {}

    /** One of them: where it stands, and its path from the top. */
    private record Unknown(ObjectNode parent, String name, String path) {}

    /** Their paths, in the order they stand in the tree. */
    static List<String> of(JsonNode tree, ObjectKind kind) {
        return in(tree, kind).stream().map(Unknown::path).toList();
    }

    /** Takes them out of the tree. */
    static void drop(ObjectNode tree, ObjectKind kind) {
        in(tree, kind).forEach(unknown -> unknown.parent().remove(unknown.name()));
    }

    private static List<Unknown> in(JsonNode tree, ObjectKind kind) {
        List<Unknown> unknown = new ArrayList<>();
        walk(tree, MAPPER.constructType(kind.model()), "", unknown);
        return unknown;
    }

    private static void walk(JsonNode node, JavaType type, String path, List<Unknown> unknown) {
        if (node.isArray() && type.isCollectionLikeType()) {
            for (int i = 0; i < node.size(); i++) {
                walk(node.get(i), type.getContentType(), path + "[" + i + "]", unknown);
            }
        } else if (node instanceof ObjectNode object && hasFields(type)) {
            Map<String, JavaType> known = KNOWN.computeIfAbsent(type, UnknownFields::fields);
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                JavaType fieldType = known.get(field.getKey());
                if (fieldType == null) {
                    unknown.add(new Unknown(object, field.getKey(), at));
                } else {
                    walk(field.getValue(), fieldType, at, unknown);
                }
            }
        }
    }

    /** Maps have the keys they are given, and what stands as a scalar or in a form of its own has no fields to know. */
    private static boolean hasFields(JavaType type) {
        return type.isTypeOrSubTypeOf(KubernetesResource.class)
                && !type.isTypeOrSubTypeOf(AnyType.class)
                && !type.isTypeOrSubTypeOf(Quantity.class)
                && !type.isTypeOrSubTypeOf(MicroTime.class)
                && !type.isTypeOrSubTypeOf(FieldsV1.class);
    }

    private static Map<String, JavaType> fields(JavaType type) {
        BeanDescription description = MAPPER.getDeserializationConfig().introspect(type);
        Map<String, JavaType> fields = new HashMap<>();
        for (BeanPropertyDefinition property : description.findProperties()) {
            fields.put(property.getName(), property.getPrimaryType());
        }
        return Map.copyOf(fields);
    }
}
