package io.samegate.eventlog.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What happened, line by line where somebody wants to read it, and how often what kind of thing happened. */
final class History {

    /** Things worth counting: a simulation in which they do not happen proves nothing. */
    enum Kind {
        REQUEST,
        CEILING,
        TAKEOVER,
        COMMIT,
        CRASH,
        PAUSE,
        CUT,
        OUTAGE,
        REBALANCE,
        STOP,
        FORGOTTEN_GROUP,
        REQUEST_LOST,
        ACKNOWLEDGEMENT_LOST,
        LATE,
        REFUSED_BY_BROKER,
        ABORT,
        SKIPPED_REQUEST,
        TOO_LATE
    }

    private final SimulatedTime time;
    private final boolean told;
    private final List<String> lines = new ArrayList<>();
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

    /** @param told whether to keep the lines; counting alone is much cheaper */
    History(SimulatedTime time, boolean told) {
        this.time = time;
        this.told = told;
    }

    void add(Kind kind, String who, Object what) {
        counts.merge(kind, 1, Integer::sum);
        tell(who, kind + " ", what);
    }

    void tell(String who, String text, Object what) {
        if (told) {
            lines.add("%8d ms  %-10s %s%s".formatted(time.now(), who, text, what));
        }
    }

    int count(Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    Map<Kind, Integer> counts() {
        return Map.copyOf(counts);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
