package io.samegate.eventlog.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The broker's clock in milliseconds, which stands still unless told; replicas' clocks differ from it by a skew. */
final class SimulatedTime {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private long millis;

    long now() {
        return millis;
    }

    void pass(long more) {
        millis += more;
    }

    /** The wall clock of somebody whose clock is {@code skew} ahead of the broker's. */
    InstantSource clock(Duration skew) {
        return () -> at(millis).plus(skew);
    }

    static Instant at(long millis) {
        return START.plusMillis(millis);
    }
}
