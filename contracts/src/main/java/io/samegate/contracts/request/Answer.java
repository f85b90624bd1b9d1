package io.samegate.contracts.request;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;

/** What became of a request; the record's key is the request's id. */
public sealed interface Answer {

    /**
     * Done: the object's state is the record at {@code offset} of {@code topic} (a tombstone after a delete). For an
     * unchanged object that is the record it already had.
     *
     * @param topic the short name of the state topic
     * @param offset zero or more; a view that has reached it shows what was done
     */
    record Accepted(String topic, long offset) implements Answer {}

    /** A dry run: what would have been stored. */
    record Simulated(HasMetadata object) implements Answer {}

    /** Nothing was changed; the Status is what the client gets, its code the HTTP code. */
    record Refused(Status status) implements Answer {}
}
