package io.samegate.api.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.table.IncludeObject;
import io.samegate.api.core.table.Tables;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.Json;
import java.time.InstantSource;
import java.util.List;

/**
 * The form in which a client wants objects of one kind; what it gives is to be written as JSON. Stateless; all objects
 * carry their resourceVersion.
 */
sealed interface Shape {

    /** One object. */
    Object single(HasMetadata object);

    /** All of a list; {@code next} is empty on the last page. */
    Object list(List<HasMetadata> objects, String resourceVersion, String next, long remaining);

    /** One object of a watch. */
    Object watched(HasMetadata object, boolean first);

    /** Kubernetes objects as they are. */
    record Objects(ApiKind kind) implements Shape {

        @Override
        public Object single(HasMetadata object) {
            return object;
        }

        @Override
        public Object list(List<HasMetadata> objects, String resourceVersion, String next, long remaining) {
            ObjectNode list = Json.mapper().createObjectNode();
            list.put("kind", kind.kind() + "List").put("apiVersion", kind.apiVersion());
            page(list.putObject("metadata").put("resourceVersion", resourceVersion), next, remaining);
            ArrayNode items = list.putArray("items");
            objects.forEach(object -> items.addPOJO(object));
            return list;
        }

        @Override
        public Object watched(HasMetadata object, boolean first) {
            return object;
        }
    }

    /** Tables with Kubernetes' columns. */
    record Table(ApiKind kind, IncludeObject include, InstantSource clock) implements Shape {

        @Override
        public Object single(HasMetadata object) {
            return table(List.of(object), object.getMetadata().getResourceVersion(), true);
        }

        @Override
        public Object list(List<HasMetadata> objects, String resourceVersion, String next, long remaining) {
            ObjectNode table = table(objects, resourceVersion, true);
            page((ObjectNode) table.path("metadata"), next, remaining);
            return table;
        }

        @Override
        public Object watched(HasMetadata object, boolean first) {
            return table(List.of(object), object.getMetadata().getResourceVersion(), first);
        }

        private ObjectNode table(List<HasMetadata> objects, String resourceVersion, boolean withColumns) {
            return Tables.render(kind, objects, resourceVersion, include, clock.instant(), withColumns);
        }
    }

    private static void page(ObjectNode metadata, String next, long remaining) {
        if (!next.isEmpty()) {
            metadata.put("continue", next).put("remainingItemCount", remaining);
        }
    }
}
