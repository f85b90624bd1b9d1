package io.samegate.api.core.openapi;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.AnyType;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Quantity;
import io.samegate.contracts.Json;
import java.time.temporal.Temporal;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Describes model classes as the definitions of an OpenAPI v2 document: every class a schema of its own, in which other
 * classes stand as references. One thread; grows by what is asked for.
 */
final class ModelSchemas {

    /** Where a definition is referred to. */
    static final String REFERENCE = "#/definitions/";

    private final Vocabulary vocabulary;
    private final ListMarks lists;
    private final SortedMap<String, ObjectNode> definitions = new TreeMap<>();
    private final Deque<JavaType> waiting = new ArrayDeque<>();
    private final Set<JavaType> known = new HashSet<>();

    ModelSchemas(Vocabulary vocabulary, ListMarks lists) {
        this.vocabulary = vocabulary;
        this.lists = lists;
    }

    /** Adds a class and everything its fields refer to; gives the name of its definition. */
    String add(Class<?> model) {
        String name = reference(Json.mapper().constructType(model));
        while (!waiting.isEmpty()) {
            JavaType next = waiting.removeFirst();
            definitions.put(vocabulary.name(next.getRawClass()), describe(next));
        }
        return name;
    }

    /** Everything added so far, by name; each call copies. */
    SortedMap<String, ObjectNode> definitions() {
        SortedMap<String, ObjectNode> copy = new TreeMap<>();
        definitions.forEach((name, definition) -> copy.put(name, definition.deepCopy()));
        return copy;
    }

    private String reference(JavaType type) {
        String name = vocabulary.name(type.getRawClass());
        if (known.add(type)) {
            waiting.addLast(type);
        }
        return name;
    }

    private ObjectNode describe(JavaType type) {
        Class<?> model = type.getRawClass();
        ObjectNode schema = object();
        vocabulary.describe(model).ifPresent(text -> schema.put("description", text));
        FieldRules rules = FieldRules.of(model);
        if (!rules.required().isEmpty()) {
            rules.required().forEach(schema.withArray("required")::add);
        }
        schema.put("type", "object");
        List<BeanPropertyDefinition> properties = properties(type);
        if (!properties.isEmpty()) {
            ObjectNode fields = schema.putObject("properties");
            for (BeanPropertyDefinition property : properties) {
                fields.set(property.getName(), field(model, property, rules));
            }
        }
        return schema;
    }

    private ObjectNode field(Class<?> model, BeanPropertyDefinition property, FieldRules rules) {
        String name = property.getName();
        ObjectNode schema = vocabulary.isTime(model, name) ? special(Special.TIME) : schema(property.getPrimaryType());
        vocabulary.describe(model, name).ifPresent(text -> schema.put("description", text));
        rules.values(name).forEach(schema.withArray("enum")::add);
        if (schema.path("enum").isEmpty()) {
            schema.remove("enum");
        }
        rules.defaultOf(name).ifPresent(value -> schema.set("default", value));
        if (property.getPrimaryType().isCollectionLikeType()) {
            lists.mark(schema, model, name);
        }
        return schema;
    }

    private ObjectNode schema(JavaType type) {
        if (type.isCollectionLikeType()) {
            ObjectNode list = object().put("type", "array");
            list.set("items", schema(type.getContentType()));
            return list;
        }
        if (type.isMapLikeType()) {
            ObjectNode map = object().put("type", "object");
            map.set("additionalProperties", schema(type.getContentType()));
            return map;
        }
        Class<?> raw = type.getRawClass();
        if (raw == String.class) {
            return object().put("type", "string");
        }
        if (raw == Boolean.class || raw == boolean.class) {
            return object().put("type", "boolean");
        }
        if (raw == Integer.class || raw == int.class) {
            return object().put("type", "integer").put("format", "int32");
        }
        if (raw == Long.class || raw == long.class) {
            return object().put("type", "integer").put("format", "int64");
        }
        if (raw == Double.class || raw == double.class) {
            return object().put("type", "number").put("format", "double");
        }
        if (Temporal.class.isAssignableFrom(raw)) {
            return special(Special.MICRO_TIME);
        }
        for (Special special : Special.values()) {
            if (special.is(raw)) {
                return special(special);
            }
        }
        boolean hasFields = KubernetesResource.class.isAssignableFrom(raw)
                && !raw.isInterface()
                && !AnyType.class.isAssignableFrom(raw)
                && !Quantity.class.isAssignableFrom(raw);
        return hasFields ? object().put("$ref", REFERENCE + reference(type)) : object().put("type", "object");
    }

    private ObjectNode special(Special special) {
        definitions.computeIfAbsent(special.definition(), name -> special.schema());
        return object().put("$ref", REFERENCE + special.definition());
    }

    private static List<BeanPropertyDefinition> properties(JavaType type) {
        BeanDescription description = Json.mapper().getSerializationConfig().introspect(type);
        return description.findProperties().stream()
                .sorted(Comparator.comparing(BeanPropertyDefinition::getName))
                .toList();
    }

    /** The names of all definitions a tree refers to, directly. */
    static Set<String> references(JsonNode tree) {
        Set<String> names = new HashSet<>();
        tree.findValuesAsText("$ref").forEach(reference -> names.add(reference.substring(REFERENCE.length())));
        return names;
    }

    /** The definitions that a tree refers to, directly or not. */
    static SortedMap<String, ObjectNode> closure(JsonNode tree, Map<String, ObjectNode> definitions) {
        SortedMap<String, ObjectNode> closure = new TreeMap<>();
        Deque<String> waiting = new ArrayDeque<>(references(tree));
        while (!waiting.isEmpty()) {
            String name = waiting.removeFirst();
            if (!closure.containsKey(name)) {
                ObjectNode definition = definitions.get(name);
                closure.put(name, definition);
                waiting.addAll(references(definition));
            }
        }
        return closure;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
