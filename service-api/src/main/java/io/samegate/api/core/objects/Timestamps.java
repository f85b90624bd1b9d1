package io.samegate.api.core.objects;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as Kubernetes writes them in metadata: RFC 3339, whole seconds, UTC. */
public final class Timestamps {

    private Timestamps() {}

    public static String of(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
