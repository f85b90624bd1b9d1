package io.samegate.api.core.table;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One column of a kind's table.
 *
 * @param priority 0 is always shown, 1 only with {@code -o wide}
 * @param cell reads the cell; an Integer or a String
 */
record Column(
        String name,
        String type,
        String format,
        String description,
        int priority,
        BiFunction<HasMetadata, Instant, Object> cell) {

    static Column objectName() {
        return new Column(
                "Name",
                "string",
                "name",
                "Unique among the objects of this kind in its namespace.",
                0,
                (object, now) -> object.getMetadata().getName());
    }

    static Column age() {
        return new Column(
                "Age",
                "string",
                "",
                "How long ago the object was created.",
                0,
                (object, now) -> Age.since(object.getMetadata().getCreationTimestamp(), now));
    }

    static <T extends HasMetadata> Column text(
            String name, String description, Class<T> model, Function<T, String> cell) {
        return new Column(name, "string", "", description, 0, (object, now) -> cell.apply(model.cast(object)));
    }

    /** The same column of objects that are first turned into those it is for. */
    Column of(UnaryOperator<HasMetadata> form) {
        return new Column(
                name, type, format, description, priority, (object, now) -> cell.apply(form.apply(object), now));
    }

    Column wide() {
        return new Column(name, type, format, description, 1, cell);
    }

    ObjectNode definition() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("type", type)
                .put("format", format)
                .put("description", description)
                .put("priority", priority);
    }
}
