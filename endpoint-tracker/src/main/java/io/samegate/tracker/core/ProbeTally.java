package io.samegate.tracker.core;

import io.samegate.tracker.core.ProbeTask.Timing;
import java.util.Optional;

/**
 * Counts what the probes of one container said in a row. Begins with nothing: whatever the log says stands until a
 * threshold is reached by fresh results. Immutable.
 */
public record ProbeTally(int successes, int failures, Verdict verdict) {

    public static final ProbeTally NOTHING = new ProbeTally(0, 0, Verdict.NONE);

    /** What the thresholds came to so far. */
    public enum Verdict {
        NONE,
        READY,
        NOT_READY
    }

    public ProbeTally after(boolean success, Timing timing) {
        int successesNow = success ? successes + 1 : 0;
        int failuresNow = success ? 0 : failures + 1;
        Verdict verdictNow = verdict;
        if (successesNow >= timing.successThreshold()) {
            verdictNow = Verdict.READY;
        } else if (failuresNow >= timing.failureThreshold()) {
            verdictNow = Verdict.NOT_READY;
        }
        return new ProbeTally(successesNow, failuresNow, verdictNow);
    }

    /** The verdict, where it is another than before. */
    public Optional<Verdict> news(ProbeTally before) {
        return verdict == before.verdict ? Optional.empty() : Optional.of(verdict);
    }
}
