package io.samegate.contracts.request;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing wrong with a field, in Kubernetes' words.
 *
 * @param field the path, such as {@code spec.ports[0].nodePort}
 * @param reason the cause's reason, such as {@code FieldValueInvalid}
 * @param message the body, such as {@code Invalid value: 0: must be between 1 and 65535, inclusive}
 */
public record FieldError(String field, String reason, String message) {

    /** {@code Required value}, with a detail if it is not empty. */
    public static FieldError required(String field, String detail) {
        return new FieldError(
                field, "FieldValueRequired", detail.isEmpty() ? "Required value" : "Required value: " + detail);
    }

    /** {@code Invalid value: <v>: detail}; strings are quoted, lists stand as in JSON. */
    public static FieldError invalid(String field, Object value, String detail) {
        return new FieldError(field, "FieldValueInvalid", "Invalid value: " + show(value) + ": " + detail);
    }

    /** {@code Unsupported value: "X": supported values: "A", "B"}, sorted. */
    public static FieldError notSupported(String field, String value, List<String> supported) {
        return new FieldError(
                field,
                "FieldValueNotSupported",
                "Unsupported value: " + show(value) + ": supported values: "
                        + supported.stream().sorted().map(FieldError::show).collect(Collectors.joining(", ")));
    }

    public static FieldError duplicate(String field, Object value) {
        return new FieldError(field, "FieldValueDuplicate", "Duplicate value: " + show(value));
    }

    public static FieldError forbidden(String field, String detail) {
        return new FieldError(field, "FieldValueForbidden", "Forbidden: " + detail);
    }

    public static FieldError tooMany(String field, int actual, int allowed) {
        return new FieldError(
                field, "FieldValueTooMany", "Too many: " + actual + ": must have at most " + allowed + " items");
    }

    @Override
    public String toString() {
        return field + ": " + message;
    }

    private static String show(Object value) {
        return switch (value) {
            case String s -> Quoted.json(s);
            case List<?> list -> list.stream().map(FieldError::show).collect(Collectors.joining(",", "[", "]"));
            case null, default -> String.valueOf(value);
        };
    }
}
