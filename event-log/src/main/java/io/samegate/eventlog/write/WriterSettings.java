package io.samegate.eventlog.write;

import java.time.Duration;

/**
 * How a writer loop behaves.
 *
 * @param name the service, for threads, logs and WriterChanged
 * @param replica this replica's name, for people
 * @param idlePoll the longest wait for something to do; also how often timers are looked at
 * @param skewTolerance how far the clocks of writer and broker may be apart before a request that is still in time is
 *     refused as late
 * @param sightPatience the longest wait for other topics to reach what a request relies on
 */
public record WriterSettings(
        String name, String replica, Duration idlePoll, Duration skewTolerance, Duration sightPatience) {

    public static WriterSettings of(String name, String replica) {
        return new WriterSettings(name, replica, Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofMillis(500));
    }
}
