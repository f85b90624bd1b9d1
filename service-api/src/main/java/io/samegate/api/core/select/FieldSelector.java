package io.samegate.api.core.select;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.ApiKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A {@code fieldSelector} on one kind: all its requirements must hold. Immutable.
 *
 * @param requirements in the order they were written; none selects everything
 */
public record FieldSelector(List<Requirement> requirements) {

    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    public FieldSelector {
        requirements = List.copyOf(requirements);
    }

    /**
     * Reads {@code field=value}, {@code field==value} and {@code field!=value}, joined by commas; in a value a
     * backslash makes a comma, an equals sign or a backslash a plain character. Empty selects everything.
     *
     * @throws RefusedException 400 with Kubernetes' text, also for a field that this kind is not selected by
     */
    public static FieldSelector parse(String text, ApiKind kind) {
        List<Requirement> requirements = new ArrayList<>();
        for (String term : terms(text)) {
            if (!term.isEmpty()) {
                requirements.add(requirement(text, term, kind));
            }
        }
        return new FieldSelector(requirements);
    }

    public boolean matches(HasMetadata object) {
        return requirements.stream().allMatch(requirement -> requirement.matches(object));
    }

    /** The one name that can match, if the selector asks for one: such a list is a look-up. */
    public Optional<String> exactName() {
        return requirements.stream()
                .filter(requirement ->
                        !requirement.negated() && requirement.field().equals(SelectableFields.NAME))
                .map(Requirement::value)
                .findFirst();
    }

    /** The canonical form; parsing it gives an equal selector. */
    @Override
    public String toString() {
        return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }

    /** One condition; {@code field} is one its kind is selected by. */
    public record Requirement(ApiKind kind, String field, boolean negated, String value) {

        boolean matches(HasMetadata object) {
            boolean equal = SelectableFields.of(kind).get(field).of(object).equals(value);
            return equal != negated;
        }

        @Override
        public String toString() {
            String escaped = value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
            return field + (negated ? "!=" : "=") + escaped;
        }
    }

    private static Requirement requirement(String text, String term, ApiKind kind) {
        int at = signAt(term);
        if (at < 0) {
            throw RefusedException.badRequest("invalid selector: '" + text + "'; can't understand '" + term + "'");
        }
        boolean negated = term.charAt(at) == '!';
        int valueAt = negated || term.startsWith("==", at) ? at + 2 : at + 1;
        String field = term.substring(0, at);
        if (!SelectableFields.of(kind).containsKey(field)) {
            throw RefusedException.badRequest(SelectableFields.refusal(kind, field));
        }
        return new Requirement(kind, field, negated, unescaped(term.substring(valueAt)));
    }

    /** Where the first {@code =} or {@code !=} that is not escaped starts, or -1. */
    private static int signAt(String term) {
        for (int i = 0; i < term.length(); i++) {
            char c = term.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '=' || term.startsWith("!=", i)) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> terms(String text) {
        List<String> terms = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == ',') {
                terms.add(text.substring(from, i));
                from = i + 1;
            }
        }
        terms.add(text.substring(from));
        return terms;
    }

    private static String unescaped(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
                if (i == value.length() || "\\,=".indexOf(value.charAt(i)) < 0) {
                    throw RefusedException.badRequest(
                            "invalid field selector: invalid escape sequence: " + value.substring(i - 1));
                }
                plain.append(value.charAt(i));
            } else if (c == '=') {
                throw RefusedException.badRequest("invalid field selector: unescaped character in value: " + c);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
