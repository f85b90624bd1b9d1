package io.samegate.tracker.probe;

import io.samegate.tracker.core.ProbeTask;
import java.time.Duration;
import java.util.function.Consumer;

/** Asks one container once. */
public interface Dialer {

    /** What it said. */
    record Result(boolean success, String message) {

        static final Result SUCCESS = new Result(true, "");

        static Result failure(String message) {
            return new Result(false, message);
        }
    }

    /**
     * Asks; does not block.
     *
     * @param heard called exactly once, on any thread, after {@code timeout} at the latest
     */
    void dial(ProbeTask.Check check, Duration timeout, Consumer<Result> heard);
}
