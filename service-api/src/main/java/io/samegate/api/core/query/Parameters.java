package io.samegate.api.core.query;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.table.IncludeObject;
import io.samegate.contracts.request.FieldError;
import io.samegate.contracts.request.Statuses;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The query parameters of one request as Kubernetes reads them: of several values of one name the first counts, unknown
 * names are ignored. Immutable.
 */
record Parameters(Map<String, List<String>> values) {

    /** As many milliseconds as fit a timer; who asks for more gets this. */
    private static final long LONGEST_TIMEOUT_SECONDS = Integer.MAX_VALUE / 1000;

    boolean has(String name) {
        return !all(name).isEmpty();
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The first value, empty if there is none. */
    String text(String name) {
        return has(name) ? all(name).getFirst() : "";
    }

    /** A flag that is there is true unless it says false or 0. */
    boolean flag(String name) {
        String value = text(name).toLowerCase(Locale.ROOT);
        return has(name) && !value.equals("false") && !value.equals("0");
    }

    /**
     * A number that is not negative, 0 if there is none.
     *
     * @throws RefusedException 400
     */
    long number(String name) {
        long number = integer(name);
        if (number < 0) {
            throw RefusedException.badRequest(FieldError.invalid(name, number, "must be greater than or equal to 0")
                    .toString());
        }
        return number;
    }

    /**
     * A number, 0 if there is none.
     *
     * @throws RefusedException 400
     */
    long integer(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            return 0;
        }
        if (!value.matches("[+-]?[0-9]{1,18}")) {
            throw RefusedException.badRequest(notANumber("ParseInt", value));
        }
        return Long.parseLong(value);
    }

    /** Zero if there is none. */
    Duration seconds(String name) {
        return Duration.ofSeconds(Math.min(number(name), LONGEST_TIMEOUT_SECONDS));
    }

    /**
     * The resourceVersion that is asked for.
     *
     * @return {@link ListQuery#MOST_RECENT} if there is none
     * @throws RefusedException 400
     */
    long resourceVersion() {
        String value = text("resourceVersion");
        if (value.isEmpty()) {
            return ListQuery.MOST_RECENT;
        }
        if (!value.matches("[0-9]{1,18}")) {
            throw RefusedException.badRequest(
                    FieldError.invalid("resourceVersion", value, notANumber("ParseUint", value))
                            .toString());
        }
        return Long.parseLong(value);
    }

    /**
     * What a Table's rows carry.
     *
     * @throws RefusedException 400
     */
    IncludeObject includeObject() {
        String value = text("includeObject");
        return switch (value) {
            case "", "Metadata" -> IncludeObject.METADATA;
            case "Object" -> IncludeObject.OBJECT;
            case "None" -> IncludeObject.NONE;
            default ->
                throw RefusedException.badRequest(
                        FieldError.invalid("includeObject", value, "must be 'Metadata', 'Object', 'None', or empty")
                                .toString());
        };
    }

    /** 422 about the options of a request, which Kubernetes treats as an object without a name. */
    static RefusedException invalid(String options, List<FieldError> errors) {
        String all = errors.stream().map(FieldError::toString).collect(Collectors.joining(", "));
        String body = errors.size() == 1 ? all : "[" + all + "]";
        Status status = Statuses.of(422, "Invalid", options + ".meta.k8s.io \"\" is invalid: " + body);
        return new RefusedException(new StatusBuilder(status)
                .withNewDetails()
                .withGroup("meta.k8s.io")
                .withKind(options)
                .withCauses(errors.stream()
                        .map(error -> new StatusCause(error.field(), error.message(), error.reason()))
                        .toList())
                .endDetails()
                .build());
    }

    private static String notANumber(String function, String value) {
        return "strconv." + function + ": parsing \"" + value + "\": invalid syntax";
    }
}
