package io.samegate.api.core.query;

import io.samegate.api.core.RefusedException;
import io.samegate.api.core.select.FieldSelector;
import io.samegate.api.core.select.LabelSelector;
import io.samegate.api.core.table.IncludeObject;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.request.FieldError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a list, or a get, asks for.
 *
 * @param resourceVersion {@link #MOST_RECENT}, 0 for whatever is at hand, or the version that {@code match} is about
 * @param match how the version is meant; of a version without a word about it at least that one is meant
 * @param limit at most so many items in this answer, 0 for all
 * @param continueToken where the last answer ended, empty for the start
 * @param timeout how long the list may take, zero if the client does not say
 */
public record ListQuery(
        LabelSelector labels,
        FieldSelector fields,
        long resourceVersion,
        Match match,
        long limit,
        String continueToken,
        Duration timeout,
        IncludeObject includeObject,
        boolean pretty) {

    /** No version was named: the client wants what is newest. */
    public static final long MOST_RECENT = -1;

    /** What a named version means. */
    public enum Match {
        NOT_OLDER_THAN,
        EXACT
    }

    /**
     * Reads query parameters.
     *
     * @throws RefusedException 400 or 422 with Kubernetes' texts
     */
    public static ListQuery parse(Map<String, List<String>> query, ApiKind kind) {
        Parameters parameters = new Parameters(query);
        String match = parameters.text("resourceVersionMatch");
        List<FieldError> errors = errors(parameters, match);
        if (!errors.isEmpty()) {
            throw Parameters.invalid("ListOptions", errors);
        }
        boolean goesOn = !parameters.text("continue").isEmpty();
        if (goesOn && parameters.resourceVersion() > 0) {
            throw RefusedException.badRequest("specifying resource version is not allowed when using continue");
        }
        return new ListQuery(
                LabelSelector.parse(parameters.text("labelSelector")),
                FieldSelector.parse(parameters.text("fieldSelector"), kind),
                parameters.resourceVersion(),
                match.equals("Exact") ? Match.EXACT : Match.NOT_OLDER_THAN,
                parameters.number("limit"),
                parameters.text("continue"),
                parameters.seconds("timeoutSeconds"),
                parameters.includeObject(),
                parameters.flag("pretty"));
    }

    private static List<FieldError> errors(Parameters parameters, String match) {
        List<FieldError> errors = new ArrayList<>();
        if (parameters.has("sendInitialEvents")) {
            errors.add(FieldError.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        }
        if (match.isEmpty()) {
            return errors;
        }
        String version = parameters.text("resourceVersion");
        if (version.isEmpty()) {
            errors.add(forbidden("resourceVersionMatch is forbidden unless resourceVersion is provided"));
        }
        if (!parameters.text("continue").isEmpty()) {
            errors.add(forbidden("resourceVersionMatch is forbidden when continue is provided"));
        }
        if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
            errors.add(FieldError.notSupported("resourceVersionMatch", match, List.of("", "Exact", "NotOlderThan")));
        }
        if (match.equals("Exact") && parameters.resourceVersion() == 0) {
            errors.add(forbidden("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        }
        return errors;
    }

    private static FieldError forbidden(String why) {
        return FieldError.forbidden("resourceVersionMatch", why);
    }
}
