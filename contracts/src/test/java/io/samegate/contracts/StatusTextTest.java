package io.samegate.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Status;
import io.samegate.contracts.request.FieldError;
import io.samegate.contracts.request.Statuses;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Codes, reasons and texts that Kubernetes clients know and print. */
class StatusTextTest {

    private static final FieldError PORT =
            FieldError.invalid("spec.ports[0].port", 0, "must be between 1 and 65535, inclusive");

    @Test
    void notFound() {
        is(Statuses.notFound(ObjectKind.SERVICE, "x"), 404, "NotFound", "services \"x\" not found");
        assertThat(Statuses.notFound(ObjectKind.SERVICE, "x").getDetails().getKind())
                .isEqualTo("services");
    }

    @Test
    void kindsOfAGroupAreNamedWithIt() {
        Status status = Statuses.notFound(ObjectKind.ENDPOINT_SLICE, "x");

        is(status, 404, "NotFound", "endpointslices.discovery.k8s.io \"x\" not found");
        assertThat(status.getDetails().getGroup()).isEqualTo("discovery.k8s.io");
    }

    @Test
    void alreadyExists() {
        is(Statuses.alreadyExists(ObjectKind.SERVICE, "x"), 409, "AlreadyExists", "services \"x\" already exists");
    }

    @Test
    void modified() {
        is(
                Statuses.modified(ObjectKind.SERVICE, "x"),
                409,
                "Conflict",
                "Operation cannot be fulfilled on services \"x\": the object has been modified; please apply your"
                        + " changes to the latest version and try again");
    }

    @Test
    void otherUid() {
        is(
                Statuses.otherUid(ObjectKind.POD, "x", "a", "b"),
                409,
                "Conflict",
                "Operation cannot be fulfilled on pods \"x\": Precondition failed: UID in precondition: a, UID in object"
                        + " meta: b");
    }

    @Test
    void oneInvalidFieldStandsAlone() {
        Status status = Statuses.invalid(ObjectKind.SERVICE, "x", List.of(PORT));

        is(
                status,
                422,
                "Invalid",
                "Service \"x\" is invalid: spec.ports[0].port: Invalid value: 0: must be between 1 and 65535,"
                        + " inclusive");
        assertThat(status.getDetails().getKind()).isEqualTo("Service");
        assertThat(status.getDetails().getCauses()).singleElement().satisfies(cause -> {
            assertThat(cause.getField()).isEqualTo("spec.ports[0].port");
            assertThat(cause.getReason()).isEqualTo("FieldValueInvalid");
            assertThat(cause.getMessage()).isEqualTo("Invalid value: 0: must be between 1 and 65535, inclusive");
        });
    }

    @Test
    void severalInvalidFieldsStandInBracketsWithACauseEach() {
        Status status =
                Statuses.invalid(ObjectKind.SERVICE, "x", List.of(PORT, FieldError.required("spec.ports[1].name", "")));

        assertThat(status.getMessage())
                .isEqualTo("Service \"x\" is invalid: [spec.ports[0].port: Invalid value: 0: must be between 1 and"
                        + " 65535, inclusive, spec.ports[1].name: Required value]");
        assertThat(status.getDetails().getCauses()).hasSize(2);
    }

    @Test
    void nothingInvalidIsNoStatus() {
        assertThatThrownBy(() -> Statuses.invalid(ObjectKind.SERVICE, "x", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void forbidden() {
        is(Statuses.forbidden(ObjectKind.SERVICE, "x", "no"), 403, "Forbidden", "services \"x\" is forbidden: no");
    }

    @Test
    void failuresWithoutAnObject() {
        is(Statuses.badRequest("what?"), 400, "BadRequest", "what?");
        is(Statuses.internalError("boom"), 500, "InternalError", "Internal error occurred: boom");
        assertThat(Statuses.tooLate()).returns(504, Status::getCode).returns("Timeout", Status::getReason);
    }

    @Test
    void everyFailureSaysSo() {
        Status status = Statuses.badRequest("what?");

        assertThat(status)
                .returns("Failure", Status::getStatus)
                .returns("Status", Status::getKind)
                .returns("v1", Status::getApiVersion);
    }

    @Test
    void noInputCanForgeAMessage() {
        assertThat(Statuses.notFound(ObjectKind.SERVICE, "x\" is fine\n").getMessage())
                .isEqualTo("services \"x\\\" is fine\\n\" not found");
    }

    @Test
    void bodiesOfFieldErrors() {
        assertThat(FieldError.required("f", "because")).hasToString("f: Required value: because");
        assertThat(FieldError.invalid("f", "1abc", "no")).hasToString("f: Invalid value: \"1abc\": no");
        assertThat(FieldError.invalid("f", 0, "no")).hasToString("f: Invalid value: 0: no");
        assertThat(FieldError.invalid("f", List.of("10.0.0.1", "::1"), "no"))
                .hasToString("f: Invalid value: [\"10.0.0.1\",\"::1\"]: no");
        assertThat(FieldError.notSupported("f", "HTTP", List.of("UDP", "TCP", "SCTP")))
                .hasToString("f: Unsupported value: \"HTTP\": supported values: \"SCTP\", \"TCP\", \"UDP\"");
        assertThat(FieldError.duplicate("f", 30080)).hasToString("f: Duplicate value: 30080");
        assertThat(FieldError.forbidden("f", "no")).hasToString("f: Forbidden: no");
        assertThat(FieldError.tooMany("f", 3, 2)).hasToString("f: Too many: 3: must have at most 2 items");
    }

    @Test
    void reasonsOfCauses() {
        assertThat(FieldError.required("f", "").reason()).isEqualTo("FieldValueRequired");
        assertThat(FieldError.notSupported("f", "x", List.of()).reason()).isEqualTo("FieldValueNotSupported");
        assertThat(FieldError.duplicate("f", 1).reason()).isEqualTo("FieldValueDuplicate");
        assertThat(FieldError.forbidden("f", "").reason()).isEqualTo("FieldValueForbidden");
        assertThat(FieldError.tooMany("f", 3, 2).reason()).isEqualTo("FieldValueTooMany");
    }

    private static void is(Status status, int code, String reason, String message) {
        assertThat(status)
                .returns(code, Status::getCode)
                .returns(reason, Status::getReason)
                .returns(message, Status::getMessage);
    }
}
