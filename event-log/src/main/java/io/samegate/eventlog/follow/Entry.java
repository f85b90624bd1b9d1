package io.samegate.eventlog.follow;

import io.samegate.contracts.ResourceVersion;

/** A value of a state topic and the offset of the record that set it. */
public record Entry<T>(T value, long offset) {

    /** What Kubernetes clients see as {@code metadata.resourceVersion}. */
    public String resourceVersion() {
        return ResourceVersion.of(offset);
    }
}
