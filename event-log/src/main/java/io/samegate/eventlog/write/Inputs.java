package io.samegate.eventlog.write;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Where a writer's inputs come from besides {@link SingleWriter#offer}. Called on the writer's thread. */
public interface Inputs<I> {

    /** Everything known now, to rebuild the observed part of the state from nothing after a takeover. */
    List<I> atTakeover();

    /**
     * Waits until the followed topics have been read as far as a request's caller had seen them, {@code max} at most.
     *
     * @param seen offsets by short topic name; topics not followed are passed over
     */
    void awaitSight(Map<String, Long> seen, Duration max);

    /** For writers that decide on requests and their own state alone. */
    static <I> Inputs<I> none() {
        return new Inputs<>() {
            @Override
            public List<I> atTakeover() {
                return List.of();
            }

            @Override
            public void awaitSight(Map<String, Long> seen, Duration max) {
                // Nothing is followed, so there is nothing to wait for.
            }
        };
    }
}
