package io.samegate.api.rest;

import java.util.concurrent.Semaphore;

/** How many of something there may be at a time. Thread-safe. */
final class Allowance {

    private final Semaphore free;

    Allowance(int max) {
        this.free = new Semaphore(max);
    }

    /** One more, unless there are as many as there may be; whoever got one gives it {@link #back()} once. */
    boolean take() {
        return free.tryAcquire();
    }

    void back() {
        free.release();
    }
}
