package io.samegate.eventlog.kafka;

import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.LogSettings;
import java.time.Duration;
import java.util.List;

/** Creates the topics that are missing and verifies those that exist against the one table of settings. */
public final class TopicSetup {

    /** The broker cannot be reached, or a topic's settings would lose data; the message says which and what to do. */
    public static final class TopicSetupException extends RuntimeException {
        public TopicSetupException(String message) {
            super(message);
        }
    }

    private TopicSetup() {}

    /**
     * Creates and verifies; safe to call from every service at once.
     *
     * @param patience how long to wait for the broker
     */
    public static void ensure(LogSettings settings, List<Topic<?>> topics, Duration patience) {
        throw new UnsupportedOperationException("topic setup");
    }
}
