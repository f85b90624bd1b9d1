package io.samegate.contracts.request;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetailsBuilder;
import io.samegate.contracts.ApiKind;
import java.util.List;
import java.util.stream.Collectors;

/** Kubernetes' error objects with Kubernetes' texts; {@code code} is the HTTP code the client gets. */
public final class Statuses {

    private Statuses() {}

    public static Status notFound(ApiKind kind, String name) {
        return about(kind, name, 404, "NotFound", kind.qualified() + " " + Quoted.json(name) + " not found");
    }

    public static Status alreadyExists(ApiKind kind, String name) {
        return about(kind, name, 409, "AlreadyExists", kind.qualified() + " " + Quoted.json(name) + " already exists");
    }

    /** Somebody else was faster, or a precondition does not hold. */
    public static Status conflict(ApiKind kind, String name, String why) {
        return about(
                kind,
                name,
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + kind.qualified() + " " + Quoted.json(name) + ": " + why);
    }

    /** The conflict of an outdated resourceVersion. */
    public static Status modified(ApiKind kind, String name) {
        return conflict(
                kind,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    /** A precondition on the uid that does not hold. */
    public static Status otherUid(ApiKind kind, String name, String asked, String found) {
        return conflict(
                kind, name, "Precondition failed: UID in precondition: " + asked + ", UID in object meta: " + found);
    }

    /** 422; the errors come first and together. */
    public static Status invalid(ApiKind kind, String name, List<FieldError> errors) {
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("errors: none (expected: at least one)");
        }
        String all = errors.stream().map(FieldError::toString).collect(Collectors.joining(", "));
        String body = errors.size() == 1 ? all : "[" + all + "]";
        String group = kind.group().isEmpty() ? kind.kind() : kind.kind() + "." + kind.group();
        List<StatusCause> causes = errors.stream()
                .map(e -> new StatusCause(e.field(), e.message(), e.reason()))
                .toList();
        return new StatusBuilder(
                        about(kind, name, 422, "Invalid", group + " " + Quoted.json(name) + " is invalid: " + body))
                .editDetails()
                .withKind(kind.kind())
                .withCauses(causes)
                .endDetails()
                .build();
    }

    /** 403 on one object. */
    public static Status forbidden(ApiKind kind, String name, String why) {
        return about(
                kind, name, 403, "Forbidden", kind.qualified() + " " + Quoted.json(name) + " is forbidden: " + why);
    }

    public static Status badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    /** A failure with nothing to say about one object. */
    public static Status of(int code, String reason, String message) {
        return new StatusBuilder()
                .withApiVersion("v1")
                .withKind("Status")
                .withStatus("Failure")
                .withCode(code)
                .withReason(reason)
                .withMessage(message)
                .build();
    }

    /** 500, such as {@code failed to allocate a nodePort: range is full}. */
    public static Status internalError(String message) {
        return of(500, "InternalError", "Internal error occurred: " + message);
    }

    /** The writer came to the request after its budget was over; nothing was done. */
    public static Status tooLate() {
        return of(504, "Timeout", "the request was not carried out: its time was over before its turn came");
    }

    private static Status about(ApiKind kind, String name, int code, String reason, String message) {
        return new StatusBuilder(of(code, reason, message))
                .withDetails(new StatusDetailsBuilder()
                        .withName(name)
                        .withGroup(kind.group().isEmpty() ? null : kind.group())
                        .withKind(kind.plural())
                        .build())
                .build();
    }
}
