package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.Status;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.FieldError;
import io.samegate.contracts.request.Statuses;
import java.util.List;

/** Why a Service does not get what its spec asks for. */
sealed interface Refusal {

    /** Fields that are wrong for this Service, or ask for what somebody else has. */
    record Invalid(List<FieldError> errors) implements Refusal {
        public Invalid {
            errors = List.copyOf(errors);
        }

        static Invalid of(FieldError error) {
            return new Invalid(List.of(error));
        }
    }

    /** Nothing wrong with the request, but it cannot be had; Kubernetes calls this an internal error. */
    record Unavailable(String message) implements Refusal {}

    /** What the client is told; {@code name} is the Service's. */
    default Status status(String name) {
        return switch (this) {
            case Invalid invalid -> Statuses.invalid(ObjectKind.SERVICE, name, invalid.errors());
            case Unavailable unavailable -> Statuses.internalError(unavailable.message());
        };
    }
}
