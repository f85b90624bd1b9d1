package io.samegate.api.core.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;

/** Definitions that are no objects with fields, though some of the model classes for them look like that. */
enum Special {
    INT_OR_STRING(
            "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
            "A number or a string.",
            "string",
            "int-or-string",
            IntOrString.class),
    QUANTITY(
            "io.k8s.apimachinery.pkg.api.resource.Quantity",
            "An amount with an optional unit: 100m, 1.5Gi, 2k.",
            "string",
            "",
            Quantity.class),
    TIME("io.k8s.apimachinery.pkg.apis.meta.v1.Time", "A time in RFC 3339, to the second.", "string", "date-time"),
    MICRO_TIME(
            "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime",
            "A time in RFC 3339, to the microsecond.",
            "string",
            "date-time",
            MicroTime.class),
    FIELDS_V1(
            "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1",
            "A set of fields: an object whose names are f:<name>, k:<keys>, v:<value> or i:<index>, nested.",
            "object",
            "",
            FieldsV1.class);

    private final String definition;
    private final String description;
    private final String type;
    private final String format;
    private final List<Class<?>> models;

    Special(String definition, String description, String type, String format, Class<?>... models) {
        this.definition = definition;
        this.description = description;
        this.type = type;
        this.format = format;
        this.models = List.of(models);
    }

    String definition() {
        return definition;
    }

    /** Whether a model class stands for it; a {@link #TIME} stands there as a string. */
    boolean is(Class<?> model) {
        return models.contains(model);
    }

    /** As in a v2 document. */
    ObjectNode schema() {
        ObjectNode schema =
                ModelSchemas.object().put("description", description).put("type", type);
        return format.isEmpty() ? schema : schema.put("format", format);
    }

    /** As in a v3 document, which can say that more than one type will do. */
    ObjectNode schemaV3() {
        return switch (this) {
            case INT_OR_STRING, QUANTITY -> {
                ObjectNode schema = ModelSchemas.object().put("description", description);
                schema.withArray("oneOf").addObject().put("type", this == QUANTITY ? "string" : "integer");
                schema.withArray("oneOf").addObject().put("type", this == QUANTITY ? "number" : "string");
                yield format.isEmpty() ? schema : schema.put("format", format);
            }
            case TIME, MICRO_TIME, FIELDS_V1 -> schema();
        };
    }
}
