package io.samegate.eventlog.simulation;

/** The broker says no for good: fenced, a stale generation, an unknown member. */
final class Refusal extends RuntimeException {

    Refusal(String message) {
        super(message, null, false, false);
    }

    /** The broker says: not now, ask again. Kafka's CONCURRENT_TRANSACTIONS and UNSTABLE_OFFSET_COMMIT. */
    static final class Busy extends RuntimeException {

        Busy(String message) {
            super(message, null, false, false);
        }
    }
}
