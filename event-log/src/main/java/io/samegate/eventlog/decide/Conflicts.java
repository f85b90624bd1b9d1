package io.samegate.eventlog.decide;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Statuses;
import java.util.Optional;

/** Whether the stored object is the one a request was meant for, the same for every kind. Pure. */
public final class Conflicts {

    private Conflicts() {}

    /**
     * Why the request is not for what is stored: another uid before another resourceVersion.
     *
     * @param offset that of the stored object's record
     */
    public static Optional<Status> of(ObjectKind kind, ObjectMeta stored, long offset, Preconditions asked) {
        if (asked.asksForUid() && !asked.uid().equals(stored.getUid())) {
            return Optional.of(Statuses.otherUid(kind, stored.getName(), asked.uid(), stored.getUid()));
        }
        boolean outdated = asked.asksForResourceVersion() && !ResourceVersion.matches(asked.resourceVersion(), offset);
        return outdated ? Optional.of(Statuses.modified(kind, stored.getName())) : Optional.empty();
    }
}
