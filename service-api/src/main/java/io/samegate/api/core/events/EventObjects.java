package io.samegate.api.core.events;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.Timestamps;
import io.samegate.contracts.UnreadableRecordException;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.event.Severity;
import io.samegate.contracts.event.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Facts as Kubernetes Events, and Events of users as facts. Stateless. */
public final class EventObjects {

    /** The detail of a {@link FactType#USER_EVENT} that holds the Event as JSON. */
    public static final String EVENT_DETAIL = "event";

    private static final String ANNOTATION_PREFIX = "samegate.io/";
    private static final int LONGEST_NAME = 253;

    private EventObjects() {}

    /**
     * The Event that shows a fact; always the same for the same record. It has no resourceVersion. An Event a user posted
     * comes back as it was posted.
     *
     * @param partition of the events topic, 0 to 15
     * @param offset of the fact's record
     * @throws UnreadableRecordException when a user's Event is not readable
     */
    public static Event of(Fact fact, int partition, long offset) {
        if (fact.type().equals(FactType.USER_EVENT.wireName()) && fact.details().containsKey(EVENT_DETAIL)) {
            String posted = fact.details().get(EVENT_DETAIL);
            return Json.read(posted.getBytes(StandardCharsets.UTF_8), Event.class);
        }
        ObjectKind kind = fact.about().kind();
        ObjectKey key = fact.about().key();
        String time = Timestamps.of(fact.time());
        return new EventBuilder()
                .withApiVersion(ObjectKind.EVENT.apiVersion())
                .withKind(ObjectKind.EVENT.kind())
                .withNewMetadata()
                .withName(name(key.name(), partition, offset))
                .withNamespace(home(key))
                .withUid(uid(partition, offset))
                .withCreationTimestamp(time)
                .withAnnotations(annotations(fact.details()))
                .endMetadata()
                .withInvolvedObject(new ObjectReferenceBuilder()
                        .withApiVersion(kind.apiVersion())
                        .withKind(kind.kind())
                        .withNamespace(key.namespace().isEmpty() ? null : key.namespace())
                        .withName(key.name())
                        .withUid(fact.uid().isEmpty() ? null : fact.uid())
                        .build())
                .withReason(fact.type())
                .withType(fact.severity() == Severity.WARNING ? "Warning" : "Normal")
                .withMessage(fact.message())
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withCount(1)
                .withNewSource(component(partition), fact.node().isEmpty() ? null : fact.node())
                .withReportingComponent(component(partition))
                .withReportingInstance(fact.node())
                .build();
    }

    /**
     * The fact that carries an Event a user posted.
     *
     * @param event defaulted and valid, with name, namespace, uid and creationTimestamp
     */
    public static Fact fact(Event event, Instant now) {
        ObjectRef about = new ObjectRef(ObjectKind.EVENT, ObjectKey.of(event));
        String message = event.getMessage() == null ? "" : event.getMessage();
        return Fact.of(FactType.USER_EVENT, about, event.getMetadata().getUid(), now, message)
                .with(EVENT_DETAIL, new String(Json.write(event), StandardCharsets.UTF_8));
    }

    /** The name of what it is about, cut if need be, and where the fact stands on the log. */
    private static String name(String about, int partition, long offset) {
        String place = ".%x%015x".formatted(partition, offset);
        int room = LONGEST_NAME - place.length();
        return (about.length() > room ? about.substring(0, room) : about) + place;
    }

    /** What has no namespace has its Events in the default one. */
    private static String home(ObjectKey key) {
        return key.namespace().isEmpty() ? "default" : key.namespace();
    }

    private static String uid(int partition, long offset) {
        String place = "samegate.io/events/" + partition + "/" + offset;
        return UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Map<String, String> annotations(Map<String, String> details) {
        Map<String, String> annotations = new TreeMap<>();
        details.forEach((name, value) -> annotations.put(ANNOTATION_PREFIX + name, value));
        return annotations;
    }

    /** Each service writes one partition; a newer release may have more services. */
    private static String component(int partition) {
        return Arrays.stream(Source.values())
                .filter(source -> source.partition() == partition)
                .map(Source::serviceName)
                .findFirst()
                .orElse("samegate");
    }
}
