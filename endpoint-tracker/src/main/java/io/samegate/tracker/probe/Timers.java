package io.samegate.tracker.probe;

import java.time.Duration;

/** The one thread on which probing happens, and its clock. */
public interface Timers {

    /** Runs on the thread, soon. */
    void execute(Runnable task);

    /**
     * Runs on the thread after a delay.
     *
     * @return cancels it, from the thread itself
     */
    Runnable schedule(Duration delay, Runnable task);
}
