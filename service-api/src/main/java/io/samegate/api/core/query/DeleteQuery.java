package io.samegate.api.core.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.request.FieldError;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Preconditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a delete asks for; clients say it in the query, in a body, or in both. The body wins.
 *
 * <p>What becomes of dependents is checked and has no effect: an object's slices always go with it.
 *
 * @param cascading whether the client says, in the way of old, that dependents are to go
 */
public record DeleteQuery(boolean dryRun, Grace grace, Preconditions preconditions, boolean cascading, boolean pretty) {

    private static final String KIND = "DeleteOptions";
    private static final List<String> POLICIES = List.of("Background", "Foreground", "Orphan");

    /** Longer than anybody waits; what is negative counts as one second. */
    private static final long LONGEST_GRACE_SECONDS = Integer.MAX_VALUE;

    /**
     * Reads query parameters and body.
     *
     * @param body the DeleteOptions, or a missing node (or an empty object) where there is no body
     * @throws RefusedException 400 or 422 with Kubernetes' texts; an option that is not understood is no option left out
     */
    public static DeleteQuery parse(Map<String, List<String>> query, JsonNode body) {
        boolean unread = !body.isMissingNode() && !body.isNull() && !body.isObject();
        if (unread || !text(body, "kind", KIND).equals(KIND)) {
            throw RefusedException.badRequest("the object provided is unrecognized (must be of type " + KIND + ")");
        }
        Parameters parameters = new Parameters(query);
        List<String> dryRun = new ArrayList<>(parameters.all("dryRun"));
        dryRun.addAll(texts(body, "dryRun"));
        List<FieldError> errors = new ArrayList<>(WriteQuery.dryRunErrors(dryRun));
        String policy = text(body, "propagationPolicy", parameters.text("propagationPolicy"));
        String orphans = orphans(body, parameters);
        if (!policy.isEmpty() && !orphans.isEmpty()) {
            errors.add(FieldError.invalid(
                    "propagationPolicy", policy, "orphanDependents and deletionPropagation cannot be both set"));
        } else if (!policy.isEmpty() && !POLICIES.contains(policy)) {
            errors.add(FieldError.notSupported("propagationPolicy", policy, POLICIES));
        }
        if (!errors.isEmpty()) {
            throw Parameters.invalid(WriteQuery.Verb.DELETE.options(), errors);
        }
        JsonNode conditions = object(body, "preconditions");
        return new DeleteQuery(
                WriteQuery.isDryRun(dryRun),
                grace(parameters, body.path("gracePeriodSeconds")),
                new Preconditions(text(conditions, "uid", ""), text(conditions, "resourceVersion", "")),
                orphans.equals("false"),
                parameters.flag("pretty"));
    }

    /** {@code true}, {@code false} or empty. */
    private static String orphans(JsonNode body, Parameters parameters) {
        JsonNode value = body.path("orphanDependents");
        if (value.isMissingNode() || value.isNull()) {
            return parameters.has("orphanDependents") ? String.valueOf(parameters.flag("orphanDependents")) : "";
        }
        if (!value.isBoolean()) {
            throw RefusedException.badRequest("orphanDependents: " + value + " (expected: true or false)");
        }
        return value.asText();
    }

    private static Grace grace(Parameters parameters, JsonNode inBody) {
        if (inBody.isMissingNode() || inBody.isNull()) {
            return parameters.has("gracePeriodSeconds")
                    ? grace(parameters.integer("gracePeriodSeconds"))
                    : Grace.OF_THE_OBJECT;
        }
        if (!inBody.isIntegralNumber() || !inBody.canConvertToLong()) {
            throw RefusedException.badRequest("gracePeriodSeconds: " + inBody + " (expected: a number of seconds)");
        }
        return grace(inBody.asLong());
    }

    private static Grace grace(long seconds) {
        return Grace.of(Duration.ofSeconds(seconds < 0 ? 1 : Math.min(seconds, LONGEST_GRACE_SECONDS)));
    }

    private static List<String> texts(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isTextual)) {
            throw RefusedException.badRequest(field + ": " + value + " (expected: a list of strings)");
        }
        return value.valueStream().map(JsonNode::asText).toList();
    }

    private static JsonNode object(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isObject()) {
            throw RefusedException.badRequest(field + ": " + value + " (expected: an object)");
        }
        return value;
    }

    private static String text(JsonNode node, String field, String otherwise) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isTextual()) {
            throw RefusedException.badRequest(field + ": " + value + " (expected: a string)");
        }
        return value.asText();
    }
}
