package io.samegate.api.core.body;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Locale;

/** Says which field of a body has the wrong type, and what it holds. Stateless. */
final class Paths {

    private static final int LONGEST_VALUE = 40;

    private Paths() {}

    static String explain(JsonNode body, JsonMappingException problem) {
        StringBuilder path = new StringBuilder();
        JsonNode at = body;
        for (JsonMappingException.Reference step : problem.getPath()) {
            if (step.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
                at = at.path(step.getFieldName());
            } else {
                path.append('[').append(step.getIndex()).append(']');
                at = at.path(step.getIndex());
            }
        }
        Class<?> target = problem instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        String found = at.isMissingNode() ? "a value" : at.getNodeType().name().toLowerCase(Locale.ROOT) + shown(at);
        return path + ": cannot read " + found + (target == null ? "" : " as " + expected(target));
    }

    private static String shown(JsonNode value) {
        String text = value.isContainerNode() ? "" : value.toString();
        if (text.isEmpty()) {
            return "";
        }
        return " " + (text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "..." : text);
    }

    private static String expected(Class<?> type) {
        if (Number.class.isAssignableFrom(type)) {
            return type == Integer.class ? "a 32 bit number" : "a number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "a string";
        }
        return Iterable.class.isAssignableFrom(type) ? "a list" : "an object";
    }
}
