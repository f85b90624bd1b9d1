package io.samegate.api.build;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.samegate.api.core.protobuf.WireField;
import io.samegate.contracts.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings Kubernetes' messages and the classes of the model together: a field that both have is read under its name, a
 * message whose fields the model has in the class around it is inlined, and what the model does not have is left out.
 * One thread.
 */
final class WireTableWriter {

    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<List<String>> messages = new ArrayList<>();
    private final List<String> roots = new ArrayList<>();

    /** Adds a kind that can be written; nothing happens if Kubernetes has no message for it. */
    void root(String apiVersion, String kind, Class<?> model) {
        Protos.message(model)
                .ifPresent(message -> roots.add("root " + apiVersion + " " + kind + " "
                        + number(message, Json.mapper().constructType(model))));
    }

    /** The lines of the table. */
    List<String> lines() {
        root("*", "DeleteOptions", DeleteOptions.class);
        List<String> lines = new ArrayList<>(roots);
        messages.forEach(message -> {
            lines.add("message");
            lines.addAll(message);
        });
        return lines;
    }

    private int number(Descriptor message, JavaType model) {
        String key = message.getFullName() + " in " + model.toCanonical();
        Integer known = numbers.get(key);
        if (known != null) {
            return known;
        }
        int number = messages.size();
        numbers.put(key, number);
        List<String> lines = new ArrayList<>();
        messages.add(lines);
        Map<String, JavaType> properties = properties(model);
        for (FieldDescriptor field : message.getFields()) {
            JavaType property = properties.get(field.getName());
            if (property != null) {
                lines.add(line(field, property));
            } else if (isInlined(field, properties)) {
                lines.add(field.getNumber() + " " + field.getName() + " ONE INLINED "
                        + number(field.getMessageType(), model));
            }
        }
        return number;
    }

    /** Some of its fields are the model's, and not the other way round: a class that embeds another in Go. */
    private static boolean isInlined(FieldDescriptor field, Map<String, JavaType> properties) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.isRepeated()
                && field.getMessageType().getFields().stream()
                        .anyMatch(inner -> properties.containsKey(inner.getName()));
    }

    private String line(FieldDescriptor field, JavaType property) {
        FieldDescriptor value = field.isMapField() ? field.getMessageType().findFieldByName("value") : field;
        JavaType model = property.isContainerType() && field.isRepeated() ? property.getContentType() : property;
        String many = field.isMapField() ? "MAP" : field.isRepeated() ? "LIST" : "ONE";
        WireField.Form form = form(field, value);
        int message = form == WireField.Form.OBJECT ? number(value.getMessageType(), model) : 0;
        return field.getNumber() + " " + field.getName() + " " + many + " " + form + " " + message;
    }

    private static WireField.Form form(FieldDescriptor field, FieldDescriptor value) {
        boolean alwaysWritten = !field.isRepeated() && ZeroFields.contains(field);
        return switch (value.getJavaType()) {
            case STRING -> WireField.Form.TEXT;
            case INT, LONG -> alwaysWritten ? WireField.Form.NUMBER_OR_ZERO : WireField.Form.NUMBER;
            case BOOLEAN -> alwaysWritten ? WireField.Form.FLAG_OR_FALSE : WireField.Form.FLAG;
            case BYTE_STRING -> WireField.Form.BYTES;
            case MESSAGE -> form(value.getMessageType());
            case FLOAT, DOUBLE, ENUM ->
                throw new IllegalStateException(field.getFullName() + ": a type no Kubernetes message has");
        };
    }

    private static WireField.Form form(Descriptor message) {
        return switch (message.getName()) {
            case "Time" -> WireField.Form.TIME;
            case "MicroTime" -> WireField.Form.MICRO_TIME;
            case "Quantity" -> WireField.Form.QUANTITY;
            case "IntOrString" -> WireField.Form.INT_OR_STRING;
            case "FieldsV1" -> WireField.Form.RAW_JSON;
            case "ExtraValue", "Verbs" -> WireField.Form.TEXTS;
            default -> WireField.Form.OBJECT;
        };
    }

    private static Map<String, JavaType> properties(JavaType model) {
        Map<String, JavaType> properties = new LinkedHashMap<>();
        for (BeanPropertyDefinition property :
                Json.mapper().getDeserializationConfig().introspect(model).findProperties()) {
            properties.put(property.getName(), property.getPrimaryType());
        }
        return properties;
    }
}
