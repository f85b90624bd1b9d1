package io.samegate.eventlog.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.topic.Topic;
import java.util.List;

/** The answer of a pure question about one request: what becomes of it, and what must be written for that. */
public record Decision(Outcome outcome, List<StateChange<?>> changes, List<Fact> facts) {

    public Decision {
        changes = List.copyOf(changes);
        facts = List.copyOf(facts);
        if (!changes.isEmpty() && !(outcome instanceof Outcome.Accepted)) {
            throw new IllegalArgumentException("changes: " + changes.size() + " with outcome " + outcome
                    + " (expected: only what is accepted changes state)");
        }
    }

    /** Accepted and written; the answer names the change of {@code key}, which must be among {@code changes}. */
    public static Decision written(Topic<?> topic, String key, List<StateChange<?>> changes, List<Fact> facts) {
        return new Decision(new Outcome.Accepted(topic, key, ResourceVersion.UNCOMMITTED), changes, facts);
    }

    /** Accepted with nothing to do: the object already is as asked, by the record at {@code offset}. */
    public static Decision unchanged(Topic<?> topic, String key, long offset) {
        return new Decision(new Outcome.Accepted(topic, key, offset), List.of(), List.of());
    }

    public static Decision simulated(HasMetadata object) {
        return new Decision(new Outcome.Simulated(object), List.of(), List.of());
    }

    public static Decision refused(Status status, Fact... facts) {
        return new Decision(new Outcome.Refused(status), List.of(), List.of(facts));
    }
}
