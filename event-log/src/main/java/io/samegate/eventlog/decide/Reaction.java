package io.samegate.eventlog.decide;

import io.samegate.contracts.event.Fact;
import java.util.List;

/** What must be written because of something nobody requested: a timer, a probe, a record of another topic. */
public record Reaction(List<StateChange<?>> changes, List<Fact> facts) {

    public static final Reaction NONE = new Reaction(List.of(), List.of());

    public Reaction {
        changes = List.copyOf(changes);
        facts = List.copyOf(facts);
    }

    public boolean isNothing() {
        return changes.isEmpty() && facts.isEmpty();
    }
}
