package io.samegate.api.core.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.Json;
import java.time.Instant;
import java.util.List;

/** Lists and single objects as {@code meta.k8s.io/v1} Tables with Kubernetes' columns. Stateless. */
public final class Tables {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Tables() {}

    /**
     * One table of one kind.
     *
     * @param objects in the order of the rows; each carries its resourceVersion
     * @param resourceVersion of the list, or of the one object
     * @param now what ages are counted to
     * @param withColumns whether the column definitions are sent; a watch sends them with its first event only
     */
    public static ObjectNode render(
            ApiKind kind,
            List<? extends HasMetadata> objects,
            String resourceVersion,
            IncludeObject include,
            Instant now,
            boolean withColumns) {
        List<Column> columns = Columns.of(kind);
        ObjectNode table = NODES.objectNode().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata").put("resourceVersion", resourceVersion);
        if (withColumns) {
            ArrayNode definitions = table.putArray("columnDefinitions");
            columns.forEach(column -> definitions.add(column.definition()));
        } else {
            table.putNull("columnDefinitions");
        }
        ArrayNode rows = table.putArray("rows");
        objects.forEach(object -> rows.add(row(columns, object, include, now)));
        return table;
    }

    /** One row of the table of a kind; {@code object} carries its resourceVersion. */
    public static ObjectNode row(ApiKind kind, HasMetadata object, IncludeObject include, Instant now) {
        return row(Columns.of(kind), object, include, now);
    }

    private static ObjectNode row(List<Column> columns, HasMetadata object, IncludeObject include, Instant now) {
        ObjectNode row = NODES.objectNode();
        ArrayNode cells = row.putArray("cells");
        for (Column column : columns) {
            Object cell = column.cell().apply(object, now);
            if (cell instanceof Integer number) {
                cells.add(number);
            } else {
                cells.add(String.valueOf(cell));
            }
        }
        switch (include) {
            case METADATA ->
                row.putObject("object")
                        .put("kind", "PartialObjectMetadata")
                        .put("apiVersion", "meta.k8s.io/v1")
                        .set("metadata", Json.tree(object.getMetadata()));
            case OBJECT -> row.set("object", Json.tree(object));
            case NONE -> row.putNull("object");
        }
        return row;
    }
}
