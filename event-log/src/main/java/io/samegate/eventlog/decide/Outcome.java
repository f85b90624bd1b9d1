package io.samegate.eventlog.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.contracts.topic.Topic;

/** What a request comes to; the loop turns it into the answer once it knows the offsets. */
public sealed interface Outcome {

    /**
     * Done. The answer names the record that stands for the key: the change of it that this decision, or an earlier
     * one of the same batch, has made; else the record at {@code offset}.
     *
     * @param offset the stored record's offset where this decision changes nothing, else
     *     {@link io.samegate.contracts.ResourceVersion#UNCOMMITTED}
     */
    record Accepted(Topic<?> topic, String key, long offset) implements Outcome {}

    /** A dry run: what would have been stored. */
    record Simulated(HasMetadata object) implements Outcome {}

    /** Refused; the decision has no changes. */
    record Refused(Status status) implements Outcome {}
}
