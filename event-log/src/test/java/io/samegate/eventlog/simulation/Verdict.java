package io.samegate.eventlog.simulation;

/** What becomes of one call to the broker. */
enum Verdict {
    /** Carried out and answered. */
    PROCEED,
    /** The replica dies before it. */
    CRASH,
    /** The replica dies after it has been sent; it is carried out some time later. */
    CRASH_AFTER_SENDING,
    /** Never arrives; the caller sees a time-out. */
    REQUEST_LOST,
    /** Carried out, but the caller sees a time-out. */
    ACKNOWLEDGEMENT_LOST,
    /** The caller sees a time-out, and it is carried out some time later. */
    LATE
}
