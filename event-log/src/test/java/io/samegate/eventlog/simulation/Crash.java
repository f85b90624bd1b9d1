package io.samegate.eventlog.simulation;

/** Ends a replica's thread in the middle of whatever it does, as {@code kill -9} does; no code may catch it. */
final class Crash extends Error {

    Crash() {
        super("crash", null, false, false);
    }
}
