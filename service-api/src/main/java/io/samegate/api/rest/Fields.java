package io.samegate.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.api.core.body.ObjectReader;
import io.samegate.api.core.query.FieldValidation;
import io.samegate.contracts.ObjectKind;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What becomes of fields nobody knows, and of those that stand twice: refused, or dropped with a warning or in silence, as the client asks. Stateless. */
final class Fields {

    private static final int MOST_WARNINGS = 20; // headers are bounded too
    private static final String REPEATED = "samegate.repeated-fields";

    private Fields() {}

    /**
     * Fields that stand twice in one object of a body.
     *
     * @param warnings one each
     * @param error all of them together
     */
    record Repeated(List<String> warnings, String error) {

        static final Repeated NONE = new Repeated(List.of(), "");

        Repeated {
            warnings = List.copyOf(warnings);
        }
    }

    /** Keeps with the request what was found when its body was read. */
    static void found(RoutingContext context, Repeated repeated) {
        context.put(REPEATED, repeated);
    }

    static void check(RoutingContext context, JsonNode tree, ObjectKind kind, FieldValidation validation) {
        Repeated repeated = Optional.<Repeated>ofNullable(context.get(REPEATED)).orElse(Repeated.NONE);
        switch (validation) {
            case IGNORE -> {}
            case STRICT -> ObjectReader.refuseUnknownFields(tree, kind, repeated.error());
            case WARN ->
                Stream.concat(
                                repeated.warnings().stream(),
                                ObjectReader.unknownFields(tree, kind).stream().map(ObjectReader::unknownField))
                        .limit(MOST_WARNINGS)
                        .forEach(warning -> context.response().headers().add("Warning", "299 - " + quoted(warning)));
        }
    }

    private static String quoted(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return '"' + printable.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
