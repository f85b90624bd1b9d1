package io.samegate.eventlog.simulation;

/** A promise of the log was broken. */
final class Violation extends AssertionError {

    Violation(String message) {
        super(message);
    }

    Violation(String message, Throwable cause) {
        super(message, cause);
    }

    static void unless(boolean holds, String promise, Object... found) {
        if (!holds) {
            throw new Violation(promise + ": " + java.util.Arrays.toString(found));
        }
    }
}
