package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.StateChange;
import java.time.Instant;
import java.util.List;

/** How decisions are put. */
final class Decisions {

    private Decisions() {}

    static StateChange<Service> stored(ObjectKey key, Service service) {
        return new StateChange.Stored<>(Topics.SERVICES, key.path(), service);
    }

    static StateChange<Service> removed(ObjectKey key) {
        return new StateChange.Removed<>(Topics.SERVICES, key.path());
    }

    static Decision written(ObjectKey key, Service service, List<Fact> facts) {
        return Decision.written(Topics.SERVICES, key.path(), List.of(stored(key, service)), facts);
    }

    /** @param last as it was stored last: what that holds is released, whatever the write that removes it says */
    static Decision deleted(ObjectKey key, Service last, Instant now) {
        return Decision.written(
                Topics.SERVICES, key.path(), List.of(removed(key)), ServiceFacts.deleted(key, last, now));
    }

    /** A dry run is nobody's news. */
    static Decision refused(RequestHeader header, String uid, Status status, Instant now) {
        if (header.dryRun()) {
            return Decision.refused(status);
        }
        return Decision.refused(
                status,
                Fact.of(FactType.REQUEST_REFUSED, header.target(), uid, now, status.getMessage())
                        .with("code", Integer.toString(status.getCode()))
                        .with("reason", status.getReason()));
    }
}
