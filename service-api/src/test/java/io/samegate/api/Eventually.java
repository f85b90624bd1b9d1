package io.samegate.api;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what comes about by itself, by asking again and again as clients do. */
final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /** The first value that is as wanted; fails with the last one seen if none is within {@link #PATIENCE}. */
    static <T> T get(Supplier<T> value, Predicate<T> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        T last = value.get();
        while (!wanted.test(last)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("after " + PATIENCE + " it was still: " + last);
            }
            pause();
            last = value.get();
        }
        return last;
    }

    /** The answer at a path, once it has this code. */
    static Client.Reply code(int code, Client client, String path, String... headers) {
        return get(() -> client.get(path, headers), reply -> reply.code() == code);
    }

    /** The list at a path, once there is something in it. */
    static Client.Reply items(Client client, String path, String... headers) {
        return get(
                () -> client.get(path, headers),
                reply -> !reply.body().path("items").isEmpty());
    }

    static void ready(Client client) {
        code(200, client, "/readyz");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // the test has run out of time
        }
    }
}
