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

/** What a delete asks for; clients say it in the query, in a body, or in both. The body wins. */
public record DeleteQuery(boolean dryRun, Grace grace, Preconditions preconditions, boolean pretty) {

    private static final List<String> POLICIES = List.of("Background", "Foreground", "Orphan");

    /**
     * Reads query parameters and body.
     *
     * @param body the DeleteOptions, or a missing node (or an empty object) where there is no body
     * @throws RefusedException 400 or 422 with Kubernetes' texts
     */
    public static DeleteQuery parse(Map<String, List<String>> query, JsonNode body) {
        if (!body.isMissingNode() && !body.isNull() && !body.isObject()) {
            throw RefusedException.badRequest("the object provided is unrecognized (must be of type DeleteOptions)");
        }
        Parameters parameters = new Parameters(query);
        List<String> dryRun = new ArrayList<>(parameters.all("dryRun"));
        body.path("dryRun").forEach(value -> dryRun.add(value.asText()));
        List<FieldError> errors = new ArrayList<>(WriteQuery.dryRunErrors(dryRun));
        String policy = text(body, "propagationPolicy", parameters.text("propagationPolicy"));
        if (!policy.isEmpty() && !POLICIES.contains(policy)) {
            errors.add(FieldError.notSupported("propagationPolicy", policy, POLICIES));
        }
        if (!errors.isEmpty()) {
            throw Parameters.invalid(WriteQuery.Verb.DELETE.options(), errors);
        }
        JsonNode conditions = body.path("preconditions");
        return new DeleteQuery(
                dryRun.stream().anyMatch("All"::equals),
                grace(parameters, body.path("gracePeriodSeconds")),
                new Preconditions(text(conditions, "uid", ""), text(conditions, "resourceVersion", "")),
                parameters.flag("pretty"));
    }

    private static Grace grace(Parameters parameters, JsonNode inBody) {
        if (inBody.isMissingNode() || inBody.isNull()) {
            return parameters.has("gracePeriodSeconds")
                    ? Grace.of(parameters.seconds("gracePeriodSeconds"))
                    : Grace.OF_THE_OBJECT;
        }
        if (!inBody.isIntegralNumber() || !inBody.canConvertToInt() || inBody.asInt() < 0) {
            throw RefusedException.badRequest(
                    "gracePeriodSeconds: " + inBody + " (expected: a number of seconds, zero or more)");
        }
        return Grace.of(Duration.ofSeconds(inBody.asInt()));
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
