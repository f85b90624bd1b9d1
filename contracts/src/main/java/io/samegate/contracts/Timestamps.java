package io.samegate.contracts;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as Kubernetes writes them in objects: RFC 3339, UTC, whole seconds. */
public final class Timestamps {

    private Timestamps() {}

    /** The second it is in. */
    public static String of(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The same, never earlier than {@code time}. */
    public static String notBefore(Instant time) {
        Instant floor = time.truncatedTo(ChronoUnit.SECONDS);
        return of(floor.equals(time) ? floor : floor.plusSeconds(1));
    }
}
