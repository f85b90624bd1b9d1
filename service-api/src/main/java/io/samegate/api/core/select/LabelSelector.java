package io.samegate.api.core.select;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A {@code labelSelector}: all its requirements must hold. Immutable.
 *
 * @param requirements in the order they were written; none selects everything
 */
public record LabelSelector(List<Requirement> requirements) {

    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /**
     * Reads Kubernetes' grammar: {@code a=b}, {@code a==b}, {@code a!=b}, {@code a in (x,y)}, {@code a notin (x,y)},
     * {@code a}, {@code !a}, {@code a>1}, {@code a<1}, joined by commas. Empty selects everything.
     *
     * @throws RefusedException 400 with Kubernetes' text
     */
    public static LabelSelector parse(String text) {
        return new LabelSelector(new LabelSelectorParser(text).requirements());
    }

    public boolean matches(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return matches(labels == null ? Map.of() : labels);
    }

    public boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }

    /** The canonical form; parsing it gives an equal selector. */
    @Override
    public String toString() {
        return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }

    /** What a requirement asks of the value of its key. */
    public enum Operator {
        EQUALS("="),
        NOT_EQUALS("!="),
        IN(" in "),
        NOT_IN(" notin "),
        EXISTS(""),
        DOES_NOT_EXIST("!"),
        GREATER_THAN(">"),
        LESS_THAN("<");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }
    }

    /**
     * One condition on one label.
     *
     * @param values what the operator compares with: several for (not) in, none for (does not) exist, else one
     */
    public record Requirement(String key, Operator operator, List<String> values) {

        public Requirement {
            values = List.copyOf(values);
        }

        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case EQUALS, IN -> value != null && values.contains(value);
                case NOT_EQUALS, NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
                case GREATER_THAN -> value != null && isNumber(value) && Long.parseLong(value) > bound();
                case LESS_THAN -> value != null && isNumber(value) && Long.parseLong(value) < bound();
            };
        }

        @Override
        public String toString() {
            return switch (operator) {
                case EXISTS -> key;
                case DOES_NOT_EXIST -> operator.sign + key;
                case IN, NOT_IN ->
                    key + operator.sign + "("
                            + values.stream().sorted().distinct().collect(Collectors.joining(",")) + ")";
                case EQUALS, NOT_EQUALS, GREATER_THAN, LESS_THAN -> key + operator.sign + values.getFirst();
            };
        }

        private long bound() {
            return Long.parseLong(values.getFirst());
        }

        static boolean isNumber(String value) {
            return value.matches("[+-]?[0-9]{1,18}");
        }
    }
}
