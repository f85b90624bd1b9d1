package io.samegate.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.api.core.body.ObjectReader;
import io.samegate.api.core.query.FieldValidation;
import io.samegate.contracts.ObjectKind;
import io.vertx.ext.web.RoutingContext;

/** What becomes of fields nobody knows: refused, warned of, or kept in silence, as the client asks. Stateless. */
final class Fields {

    private static final int MOST_WARNINGS = 20; // headers are bounded too

    private Fields() {}

    static void check(RoutingContext context, JsonNode tree, ObjectKind kind, FieldValidation validation) {
        switch (validation) {
            case IGNORE -> {}
            case STRICT -> ObjectReader.refuseUnknownFields(tree, kind);
            case WARN ->
                ObjectReader.unknownFields(tree, kind).stream()
                        .limit(MOST_WARNINGS)
                        .map(ObjectReader::unknownField)
                        .forEach(warning -> context.response().headers().add("Warning", "299 - " + quoted(warning)));
        }
    }

    private static String quoted(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return '"' + printable.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
