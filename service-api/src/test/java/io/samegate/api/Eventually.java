package io.samegate.api;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits for what comes about by itself, by asking again and again as clients do. */
final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /** The first value that is as wanted; fails with the last one seen if none is within {@link #PATIENCE}. */
    static <T> T get(Callable<T> value, Predicate<T> wanted) {
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .atMost(PATIENCE)
                .until(value, wanted);
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
}
