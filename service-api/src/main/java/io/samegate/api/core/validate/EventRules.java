package io.samegate.api.core.validate;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.samegate.contracts.request.FieldError;
import java.util.List;

/** What Events must say; the form of {@code events.k8s.io} asks for more. Stateless. */
final class EventRules {

    private static final int LONGEST_WORD = 128;
    private static final int LONGEST_NOTE = 1024;
    private static final List<String> TYPES = List.of("Normal", "Warning");

    private EventRules() {}

    static void check(Event event, Problems problems) {
        namespace(event, "involvedObject.namespace", problems);
    }

    /** What a newer form says, given in the words of the older one; changes of old Events are not judged. */
    static void checkNewer(Event event, boolean isNew, Problems problems) {
        namespace(event, "regarding.namespace", problems);
        if (!isNew) {
            return;
        }
        if (event.getEventTime() == null
                || Problems.isEmpty(event.getEventTime().getTime())) {
            problems.add(FieldError.required("eventTime", ""));
        }
        if (event.getType() == null || !TYPES.contains(event.getType())) {
            problems.invalid("type", "", "has invalid value: " + (event.getType() == null ? "" : event.getType()));
        }
        unset("deprecatedFirstTimestamp", event.getFirstTimestamp(), problems);
        unset("deprecatedLastTimestamp", event.getLastTimestamp(), problems);
        if (event.getCount() != null && event.getCount() != 0) {
            problems.invalid("deprecatedCount", event.getCount(), "needs to be unset");
        }
        if (problems.present("reportingController", event.getReportingComponent())) {
            problems.invalid(
                    "reportingController",
                    event.getReportingComponent(),
                    Names.qualifiedName(event.getReportingComponent()));
        }
        word("reportingInstance", event.getReportingInstance(), problems);
        word("action", event.getAction(), problems);
        word("reason", event.getReason(), problems);
        longest("note", event.getMessage(), LONGEST_NOTE, problems);
    }

    /** A cluster-scoped object has its Events in the default namespace. */
    private static void namespace(Event event, String field, Problems problems) {
        ObjectReference about = event.getInvolvedObject() == null ? new ObjectReference() : event.getInvolvedObject();
        String namespace = about.getNamespace() == null ? "" : about.getNamespace();
        boolean matches = namespace.isEmpty()
                ? "default".equals(event.getMetadata().getNamespace())
                : namespace.equals(event.getMetadata().getNamespace());
        if (!matches) {
            problems.invalid(field, namespace, "does not match event.namespace");
        }
    }

    private static void unset(String field, String value, Problems problems) {
        if (!Problems.isEmpty(value)) {
            problems.invalid(field, value, "needs to be unset");
        }
    }

    private static void word(String field, String value, Problems problems) {
        if (problems.present(field, value)) {
            longest(field, value, LONGEST_WORD, problems);
        }
    }

    private static void longest(String field, String value, int most, Problems problems) {
        if (value != null && value.length() > most) {
            problems.invalid(field, "", "can have at most " + most + " characters");
        }
    }
}
