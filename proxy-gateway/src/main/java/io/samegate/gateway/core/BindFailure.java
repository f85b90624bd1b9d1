package io.samegate.gateway.core;

import java.time.Duration;

/** Why a socket could not be had, and how soon it makes sense to try again. */
public enum BindFailure {
    ADDRESS_IN_USE("address in use", Duration.ofSeconds(1)),
    /** A port below the system's first unprivileged one; only a person changes that. */
    PERMISSION_DENIED("permission denied", Duration.ofSeconds(30)),
    ADDRESS_NOT_AVAILABLE("address not available", Duration.ofSeconds(5)),
    TOO_MANY_OPEN_FILES("too many open files", Duration.ofSeconds(5)),
    /** Another Service has it; tried again when that changes. */
    HELD_BY_ANOTHER_SERVICE("held by another Service", Duration.ofSeconds(1)),
    OTHER("bind failed", Duration.ofSeconds(5));

    private final String reason;
    private final Duration pause;

    BindFailure(String reason, Duration pause) {
        this.reason = reason;
        this.pause = pause;
    }

    /** For a person. */
    public String reason() {
        return reason;
    }

    /** The time until the next attempt. */
    public Duration pause() {
        return pause;
    }
}
