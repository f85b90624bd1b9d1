package io.samegate.eventlog.simulation;

import java.time.Instant;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Who holds which number, and which numbers rest: the state of the model service. */
record Numbers(PMap<String, Held> held, PMap<Integer, Instant> resting) {

    static final Numbers NONE = new Numbers(HashTreePMap.empty(), HashTreePMap.empty());

    /** What a record says about a key. */
    record Holding(String uid, int number, String note) {}

    /** A number that was released and is not handed out again before a time. */
    record Rest(int number, Instant until) {}

    record Held(Holding holding, long offset) {}

    boolean isTaken(int number) {
        return held.values().stream().anyMatch(h -> h.holding().number() == number);
    }
}
