package io.samegate.eventlog.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which faults a history has and how often, chosen by its seed: some histories have one kind only, some all of them, so
 * that one fault does not hide what another would show.
 */
final class FaultPlan {

    /** What strikes between the steps, rather than one call. */
    enum Stroke {
        PAUSE,
        CUT,
        OUTAGE,
        REBALANCE,
        STOP,
        FORGET_GROUP,
        LONG_TIME
    }

    private static final List<Integer> CALL_RATES = List.of(0, 0, 15, 50, 150);
    private static final List<Integer> STROKE_RATES = List.of(0, 0, 60, 150, 400);
    private static final List<Integer> RARE = List.of(0, 0, 0, 300);

    private final Chance chance;
    private final Map<Verdict, Integer> calls = new EnumMap<>(Verdict.class);
    private final Map<Stroke, Integer> strokes = new EnumMap<>(Stroke.class);
    private boolean calm;

    FaultPlan(Chance chance) {
        this.chance = chance;
        for (Verdict verdict : Verdict.values()) {
            calls.put(verdict, verdict == Verdict.PROCEED ? 0 : chance.oneOf(CALL_RATES));
        }
        for (Stroke stroke : Stroke.values()) {
            strokes.put(
                    stroke,
                    chance.oneOf(stroke == Stroke.FORGET_GROUP || stroke == Stroke.LONG_TIME ? RARE : STROKE_RATES));
        }
    }

    Verdict nextCall() {
        if (!calm) {
            for (Map.Entry<Verdict, Integer> call : calls.entrySet()) {
                if (chance.oneIn(call.getValue())) {
                    return call.getKey();
                }
            }
        }
        return Verdict.PROCEED;
    }

    /** What strikes now, mostly nothing. */
    List<Stroke> nextStrokes() {
        return calm
                ? List.of()
                : strokes.entrySet().stream()
                        .filter(stroke -> chance.oneIn(stroke.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /** No more faults from now on. */
    void end() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }
}
