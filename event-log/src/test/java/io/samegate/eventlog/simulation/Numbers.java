package io.samegate.eventlog.simulation;

import java.time.Instant;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Who holds which number, and which numbers rest: the state of the model service.
 *
 * @param ceiling observed elsewhere: no number above it may be held
 */
record Numbers(PMap<String, Held> held, PMap<Integer, Instant> resting, Ceiling ceiling) {

    static final int HIGHEST = 4;
    static final Numbers NONE = new Numbers(HashTreePMap.empty(), HashTreePMap.empty(), new Ceiling(HIGHEST));

    /** An input: the highest number there is. */
    record Ceiling(int number) {}

    /** What a record says about a key. */
    record Holding(String uid, int number, String note) {}

    /** A number that was released and is not handed out again before a time. */
    record Rest(int number, Instant until) {}

    record Held(Holding holding, long offset) {}

    Numbers with(PMap<String, Held> nowHeld) {
        return new Numbers(nowHeld, resting, ceiling);
    }

    Numbers withResting(PMap<Integer, Instant> nowResting) {
        return new Numbers(held, nowResting, ceiling);
    }

    Numbers under(Ceiling now) {
        return new Numbers(held, resting, now);
    }

    /** The part that the log knows of. */
    Numbers logged() {
        return under(NONE.ceiling());
    }

    boolean isTaken(int number) {
        return held.values().stream().anyMatch(h -> h.holding().number() == number);
    }
}
