package io.samegate.api.core.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.patch.MergePatch;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.Part;
import java.util.List;
import java.util.Set;

/**
 * An object in two halves: the fields that a write to one part of it can change, and the rest. Both are this record's
 * own; whoever gets them leaves them as they are.
 */
record Tracked(ObjectNode fields, ObjectNode rest) {

    private static final String METADATA = "metadata";
    private static final String STATUS = "status";

    /** What the server alone says. */
    private static final Set<String> SERVERS_METADATA = Set.of(
            "name",
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink",
            "managedFields");

    /** Their status is written through its subresource alone; whoever registers a Pod says its status along with it. */
    private static final Set<ObjectKind> STATUS_APART =
            Set.of(ObjectKind.SERVICE, ObjectKind.NAMESPACE, ObjectKind.NODE);

    static Tracked of(HasMetadata object, Part part) {
        ObjectKind kind = ObjectKind.of(object);
        ObjectNode fields = Json.tree(object);
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        for (String name :
                List.copyOf(fields.propertyStream().map(it -> it.getKey()).toList())) {
            boolean written = switch (part) {
                case MAIN ->
                    !name.equals("kind")
                            && !name.equals("apiVersion")
                            && !(name.equals(STATUS) && STATUS_APART.contains(kind));
                case STATUS -> name.equals(STATUS);
                case FINALIZERS -> name.equals("spec");
            };
            if (!written) {
                rest.set(name, fields.remove(name));
            }
        }
        if (fields.path(METADATA) instanceof ObjectNode metadata) {
            ObjectNode servers = metadata.deepCopy().retain(SERVERS_METADATA);
            rest.set(METADATA, servers);
            metadata.remove(SERVERS_METADATA);
            if (metadata.isEmpty()) {
                fields.remove(METADATA);
            }
        }
        return new Tracked(fields, rest);
    }

    /** The whole object with other fields. */
    ObjectNode with(ObjectNode others) {
        return (ObjectNode) MergePatch.apply(rest, others);
    }

    /** The fields, in the frame that every object has, so that nobody comes to own the frame. */
    static ObjectNode framed(JsonNode fields) {
        ObjectNode framed = JsonNodeFactory.instance.objectNode();
        List.of(METADATA, "spec", STATUS).forEach(framed::putObject);
        return framed.setAll((ObjectNode) fields);
    }
}
