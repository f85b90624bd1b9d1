package io.samegate.api.core.validate;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.samegate.contracts.request.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** What is wrong with one object, in the order it was found. Confined to one validation. */
final class Problems {

    private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");

    private final List<FieldError> errors = new ArrayList<>();

    void add(FieldError error) {
        errors.add(error);
    }

    /** One error per reason; none if there is no reason. */
    void invalid(String field, Object value, List<String> reasons) {
        reasons.forEach(reason -> errors.add(FieldError.invalid(field, value, reason)));
    }

    void invalid(String field, Object value, String reason) {
        errors.add(FieldError.invalid(field, value, reason));
    }

    /** Not set, or of this form. */
    void wellFormed(String field, String value, Function<String, List<String>> form) {
        if (!isEmpty(value)) {
            invalid(field, value, form.apply(value));
        }
    }

    /** Whether the value is set; says so if not. */
    boolean present(String field, String value) {
        if (isEmpty(value)) {
            errors.add(FieldError.required(field, ""));
            return false;
        }
        return true;
    }

    /** Set and one of the supported values. */
    void oneOf(String field, String value, List<String> supported) {
        if (present(field, value)) {
            supported(field, value, supported);
        }
    }

    /** Not set, or one of the supported values. */
    void supported(String field, String value, List<String> supported) {
        if (!isEmpty(value) && !supported.contains(value)) {
            errors.add(FieldError.notSupported(field, value, supported));
        }
    }

    void protocol(String field, String value) {
        oneOf(field, value, PROTOCOLS);
    }

    void portNumber(String field, Integer value) {
        int number = Objects.requireNonNullElse(value, 0);
        invalid(field, number, Names.portNumber(number));
    }

    /** A port by its number or by the name a container gave it. */
    void portReference(String field, IntOrString port) {
        if (port != null && port.getStrVal() != null) {
            invalid(field, port.getStrVal(), Names.portName(port.getStrVal()));
        } else {
            portNumber(field, port == null ? null : port.getIntVal());
        }
    }

    void notNegative(String field, Number value) {
        if (value != null && value.longValue() < 0) {
            invalid(field, value, "must be greater than or equal to 0");
        }
    }

    void address(String field, String value) {
        if (!isEmpty(value) && Addresses.parse(value).isEmpty()) {
            invalid(field, value, Addresses.NOT_AN_ADDRESS);
        }
    }

    /** A literal address that means one machine to everybody. */
    void publicAddress(String field, String value) {
        String literal = Objects.requireNonNullElse(value, "");
        if (Addresses.parse(literal).isEmpty()) {
            invalid(field, literal, Addresses.NOT_AN_ADDRESS);
        } else {
            invalid(field, literal, Addresses.special(literal));
        }
    }

    List<FieldError> all() {
        return List.copyOf(errors);
    }

    static boolean isEmpty(String value) {
        return value == null || value.isEmpty();
    }
}
