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
 * What a watch asks for.
 *
 * @param resourceVersion what happened from this version on; {@link ListQuery#MOST_RECENT} or 0 for the present objects
 *     first and then what happens
 * @param timeout when the stream is to end, zero if the client does not say
 * @param bookmarks whether the client understands bookmarks
 * @param initial whether the present objects come first
 */
public record WatchQuery(
        LabelSelector labels,
        FieldSelector fields,
        long resourceVersion,
        Duration timeout,
        boolean bookmarks,
        Initial initial,
        IncludeObject includeObject,
        boolean pretty) {

    /** What a client wants of the objects that are there when its watch begins. */
    public enum Initial {
        /** They come first where no version is named. */
        UNSAID,
        /** They come first, closed by a bookmark that says so. */
        MARKED,
        /** Only what happens from now on. */
        LEFT_OUT
    }

    private static final String MATCH = "resourceVersionMatch";
    private static final String NOT_OLDER_THAN = "NotOlderThan";

    /** Whether the parameters of a GET on a collection ask for a watch rather than a list. */
    public static boolean isAskedFor(Map<String, List<String>> query) {
        return new Parameters(query).flag("watch");
    }

    /**
     * Reads query parameters.
     *
     * @throws RefusedException 400 or 422 with Kubernetes' texts
     */
    public static WatchQuery parse(Map<String, List<String>> query, ApiKind kind) {
        Parameters parameters = new Parameters(query);
        List<FieldError> errors = errors(parameters);
        if (!errors.isEmpty()) {
            throw Parameters.invalid("ListOptions", errors);
        }
        return new WatchQuery(
                LabelSelector.parse(parameters.text("labelSelector")),
                FieldSelector.parse(parameters.text("fieldSelector"), kind),
                parameters.resourceVersion(),
                parameters.seconds("timeoutSeconds"),
                parameters.flag("allowWatchBookmarks"),
                initial(parameters),
                parameters.includeObject(),
                parameters.flag("pretty"));
    }

    private static Initial initial(Parameters parameters) {
        if (!parameters.has("sendInitialEvents")) {
            return Initial.UNSAID;
        }
        return parameters.flag("sendInitialEvents") ? Initial.MARKED : Initial.LEFT_OUT;
    }

    private static List<FieldError> errors(Parameters parameters) {
        List<FieldError> errors = new ArrayList<>();
        boolean initial = parameters.has("sendInitialEvents");
        String match = parameters.text(MATCH);
        if (initial && !match.equals(NOT_OLDER_THAN)) {
            errors.add(FieldError.forbidden(
                    MATCH, "sendInitialEvents requires setting resourceVersionMatch to " + NOT_OLDER_THAN));
        }
        if (match.isEmpty()) {
            return errors;
        }
        if (!initial) {
            errors.add(FieldError.forbidden(
                    MATCH, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }
        if (!match.equals(NOT_OLDER_THAN)) {
            errors.add(FieldError.notSupported(MATCH, match, List.of(NOT_OLDER_THAN)));
        }
        if (!parameters.text("continue").isEmpty()) {
            errors.add(FieldError.forbidden(MATCH, "resourceVersionMatch is forbidden when continue is provided"));
        }
        return errors;
    }
}
