package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.ServiceSpec;

/** What comes of asking for the numbers and addresses of a spec. */
sealed interface Grant {

    /** The spec with everything filled in. */
    record Given(ServiceSpec spec) implements Grant {}

    record Refused(Refusal refusal) implements Grant {}
}
