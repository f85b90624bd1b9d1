package io.samegate.api.core.objects;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.samegate.api.core.events.EventObjects;
import io.samegate.contracts.Timestamps;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.Statuses;
import io.samegate.eventlog.decide.Decision;
import java.time.Instant;
import java.util.List;

/** Events that users post: told on, kept nowhere else, so nothing about them can be refused but their removal. */
final class UserEvents {

    private UserEvents() {}

    static Decision decide(Request request, Instant now) {
        return switch (request) {
            case Request.Create create ->
                tell(create, (Event) create.object(), create.header().id(), now);
            case Request.Replace replace -> {
                Event event = (Event) replace.object();
                String uid = event.getMetadata().getUid();
                yield replace.part() == Part.MAIN
                        ? tell(replace, event, uid == null ? replace.header().id() : uid, now)
                        : Decision.refused(Statuses.badRequest("events have no parts"));
            }
            case Request.Delete delete ->
                Decision.refused(Statuses.of(
                        405,
                        "MethodNotAllowed",
                        "events cannot be deleted: they are forgotten when their time is over"));
            case Request.CloseNamespace close ->
                Decision.refused(Statuses.badRequest("close-namespace is not for the owner of the namespaces"));
        };
    }

    private static Decision tell(Request request, Event posted, String uid, Instant now) {
        String created = posted.getMetadata().getCreationTimestamp();
        Event event = new EventBuilder(posted)
                .editMetadata()
                .withUid(uid)
                .withCreationTimestamp(created == null ? Timestamps.of(now) : created)
                .withResourceVersion(null)
                .endMetadata()
                .build();
        if (request.header().dryRun()) {
            return Decision.simulated(event);
        }
        Fact fact = EventObjects.fact(event, now);
        return new Decision(Decision.simulated(event).outcome(), List.of(), List.of(fact));
    }
}
