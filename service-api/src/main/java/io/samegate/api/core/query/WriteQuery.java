package io.samegate.api.core.query;

import io.samegate.api.core.RefusedException;
import io.samegate.contracts.request.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a create, replace or patch asks for beside its body.
 *
 * @param dryRun decide and answer as if, but write nothing
 * @param fieldManager who writes, empty if the client does not say
 * @param force for server-side apply: take over what others manage
 */
public record WriteQuery(
        boolean dryRun, String fieldManager, FieldValidation fieldValidation, boolean force, boolean pretty) {

    private static final int LONGEST_MANAGER = 128;

    /** The kinds of write, each with the name of its options in messages. */
    public enum Verb {
        CREATE("CreateOptions"),
        UPDATE("UpdateOptions"),
        PATCH("PatchOptions"),
        APPLY("PatchOptions"),
        DELETE("DeleteOptions");

        private final String options;

        Verb(String options) {
            this.options = options;
        }

        String options() {
            return options;
        }
    }

    /**
     * Reads query parameters.
     *
     * @throws RefusedException 422 with Kubernetes' texts
     */
    public static WriteQuery parse(Map<String, List<String>> query, Verb verb) {
        Parameters parameters = new Parameters(query);
        String manager = parameters.text("fieldManager");
        List<FieldError> errors = new ArrayList<>();
        if (verb == Verb.PATCH && parameters.has("force")) {
            errors.add(FieldError.forbidden("force", "may not be specified for non-apply patch"));
        }
        if (verb == Verb.APPLY && manager.isEmpty()) {
            errors.add(FieldError.required("fieldManager", "is required for apply patch"));
        }
        errors.addAll(managerErrors(manager));
        errors.addAll(dryRunErrors(parameters.all("dryRun")));
        String validation = parameters.text("fieldValidation");
        if (!List.of("", "Ignore", "Warn", "Strict").contains(validation)) {
            errors.add(FieldError.notSupported("fieldValidation", validation, List.of("", "Ignore", "Warn", "Strict")));
        }
        if (!errors.isEmpty()) {
            throw Parameters.invalid(verb.options(), errors);
        }
        return new WriteQuery(
                isDryRun(parameters.all("dryRun")),
                manager,
                switch (validation) {
                    case "Ignore" -> FieldValidation.IGNORE;
                    case "Strict" -> FieldValidation.STRICT;
                    default -> FieldValidation.WARN;
                },
                parameters.flag("force"),
                parameters.flag("pretty"));
    }

    private static List<FieldError> managerErrors(String manager) {
        List<FieldError> errors = new ArrayList<>();
        if (manager.getBytes(StandardCharsets.UTF_8).length > LONGEST_MANAGER) {
            errors.add(new FieldError(
                    "fieldManager",
                    "FieldValueTooLong",
                    "Too long: may not be more than " + LONGEST_MANAGER + " bytes"));
        }
        int position = 0; // in bytes
        for (int character : manager.codePoints().toArray()) {
            if (!isPrintable(character)) {
                errors.add(FieldError.invalid(
                        "fieldManager",
                        manager,
                        String.format("invalid character U+%04X (at position %d)", character, position)));
            }
            position += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
        }
        return errors;
    }

    /** Letters, marks, numbers, punctuation, symbols, and of all spaces the plain one. */
    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> true;
        };
    }

    /** Who asks for it anywhere means it. */
    static boolean isDryRun(List<String> values) {
        return values.contains("All");
    }

    /** The only dry run there is runs everything. */
    static List<FieldError> dryRunErrors(List<String> values) {
        return values.stream()
                .filter(value -> !value.isEmpty() && !value.equals("All"))
                .map(value -> FieldError.notSupported("dryRun", value, List.of("All")))
                .toList();
    }
}
