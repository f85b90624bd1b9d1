package io.samegate.api.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.objects.Stamped;
import io.samegate.api.core.table.IncludeObject;
import io.samegate.api.core.table.Tables;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.Json;
import io.samegate.eventlog.follow.Entry;
import java.time.InstantSource;
import java.util.List;

/** The form in which a client wants objects of one kind. Stateless; objects that are given carry their resourceVersion. */
sealed interface Shape {

    /** One object; to be written as JSON. */
    Object single(HasMetadata object);

    /** One object of a watch; to be written as JSON. */
    Object watched(HasMetadata object, boolean first);

    /** A list without its elements: they belong before the last two characters. {@code next} is empty on the last page. */
    ObjectNode frame(String resourceVersion, String next, long remaining);

    /** One element of a list; to be written as JSON. */
    Object element(HasMetadata object);

    /** The name of the array in a {@link #frame}. */
    String elements();

    /** A list of objects that are in memory anyway; to be written as JSON. */
    default ObjectNode list(List<HasMetadata> objects, String resourceVersion, String next, long remaining) {
        ObjectNode list = frame(resourceVersion, next, remaining);
        ArrayNode array = (ArrayNode) list.get(elements());
        objects.forEach(object -> array.addPOJO(element(object)));
        return list;
    }

    /** {@link #watched} of what a view has, as JSON. */
    default byte[] watched(Entry<HasMetadata> entry, boolean first, ObjectBytes written) {
        return Json.write(watched(Stamped.of(entry.value(), entry.offset()), first));
    }

    /** {@link #single} of what a view has, as JSON. */
    default byte[] single(Entry<HasMetadata> entry, ObjectBytes written) {
        return Json.write(single(Stamped.of(entry.value(), entry.offset())));
    }

    /** {@link #element} of what a view has, as JSON. */
    default byte[] element(Entry<HasMetadata> entry, ObjectBytes written) {
        return Json.write(element(Stamped.of(entry.value(), entry.offset())));
    }

    /** Kubernetes objects as they are. */
    record Objects(ApiKind kind) implements Shape {

        @Override
        public Object single(HasMetadata object) {
            return object;
        }

        @Override
        public Object watched(HasMetadata object, boolean first) {
            return object;
        }

        @Override
        public ObjectNode frame(String resourceVersion, String next, long remaining) {
            ObjectNode list = Json.mapper().createObjectNode();
            list.put("kind", kind.kind() + "List").put("apiVersion", kind.apiVersion());
            page(list.putObject("metadata").put("resourceVersion", resourceVersion), next, remaining);
            list.putArray(elements());
            return list;
        }

        @Override
        public String elements() {
            return "items";
        }

        @Override
        public Object element(HasMetadata object) {
            return object;
        }

        @Override
        public byte[] watched(Entry<HasMetadata> entry, boolean first, ObjectBytes written) {
            return written.of(kind, entry);
        }

        @Override
        public byte[] single(Entry<HasMetadata> entry, ObjectBytes written) {
            return written.of(kind, entry);
        }

        @Override
        public byte[] element(Entry<HasMetadata> entry, ObjectBytes written) {
            return written.of(kind, entry);
        }
    }

    /** Tables with Kubernetes' columns. Ages change by the second, so nothing is kept of them. */
    record Table(ApiKind kind, IncludeObject include, InstantSource clock) implements Shape {

        @Override
        public Object single(HasMetadata object) {
            return table(List.of(object), object.getMetadata().getResourceVersion(), true);
        }

        @Override
        public Object watched(HasMetadata object, boolean first) {
            return table(List.of(object), object.getMetadata().getResourceVersion(), first);
        }

        @Override
        public ObjectNode frame(String resourceVersion, String next, long remaining) {
            ObjectNode table = table(List.of(), resourceVersion, true);
            page((ObjectNode) table.path("metadata"), next, remaining);
            return table;
        }

        @Override
        public String elements() {
            return "rows";
        }

        @Override
        public Object element(HasMetadata object) {
            return Tables.row(kind, object, include, clock.instant());
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
