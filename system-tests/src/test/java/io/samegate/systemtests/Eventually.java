package io.samegate.systemtests;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.core.ThrowingRunnable;

/** Waiting for what becomes true a moment after an answer: polled, with an end. */
final class Eventually {

    private Eventually() {}

    static void until(Callable<Boolean> condition) {
        within(Duration.ofSeconds(15), condition);
    }

    static void within(Duration patience, Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(10)).atMost(patience).until(condition);
    }

    /** Fails with what the assertion said last. */
    static void holds(Duration patience, ThrowingRunnable assertion) {
        await().pollInterval(Duration.ofMillis(250)).atMost(patience).untilAsserted(assertion);
    }
}
