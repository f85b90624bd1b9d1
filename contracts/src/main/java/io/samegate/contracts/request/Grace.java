package io.samegate.contracts.request;

import java.time.Duration;

/**
 * How long a graceful deletion may take.
 *
 * @param asked whether the client named a period; if not, the object's own holds
 * @param period the named period, zero or more; zero removes at once
 */
public record Grace(boolean asked, Duration period) {

    public static final Grace OF_THE_OBJECT = new Grace(false, Duration.ZERO);

    public Grace {
        if (period.isNegative()) {
            throw new IllegalArgumentException("grace period: " + period + " (expected: zero or more)");
        }
    }

    public static Grace of(Duration period) {
        return new Grace(true, period);
    }
}
