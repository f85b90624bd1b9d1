package io.samegate.contracts.topic;

import java.time.Duration;
import java.util.Map;

/**
 * What a topic is for, and with it the settings it must have. The settings are Kafka's topic configuration names and
 * values; a topic is created with them and verified against them.
 */
public enum TopicKind {
    /** The last value per key is the state; a tombstone removes it. */
    STATE(Map.of(
            "cleanup.policy", "compact",
            "segment.ms", millis(Duration.ofHours(1)),
            "segment.bytes", Integer.toString(32 << 20),
            "min.cleanable.dirty.ratio", "0.1",
            "min.compaction.lag.ms", millis(Duration.ofHours(1)),
            "max.compaction.lag.ms", millis(Duration.ofHours(6)),
            "delete.retention.ms", millis(Duration.ofHours(48)))),
    /** Each record is asked once and never again; the time is the broker's, so that all budgets have one clock. */
    REQUESTS(Map.of(
            "cleanup.policy", "delete",
            "retention.ms", millis(Duration.ofDays(7)),
            "message.timestamp.type", "LogAppendTime")),
    /** Of use only to somebody who is waiting. */
    ANSWERS(Map.of(
            "cleanup.policy", "delete",
            "retention.ms", millis(Duration.ofHours(1)),
            "segment.ms", millis(Duration.ofMinutes(10)))),
    /** Heartbeats. */
    REPORTS(Map.of(
            "cleanup.policy", "delete",
            "retention.ms", millis(Duration.ofHours(1)),
            "segment.ms", millis(Duration.ofMinutes(10)))),
    /** Passive ejections: forgotten soon. */
    EJECTIONS(Map.of(
            "cleanup.policy", "delete",
            "retention.ms", millis(Duration.ofMinutes(10)),
            "segment.ms", millis(Duration.ofMinutes(10)))),
    /** The history everybody may read. */
    EVENTS(Map.of("cleanup.policy", "delete", "retention.ms", millis(Duration.ofDays(7))));

    /** The largest record of any topic, in bytes: an object of {@link #MAX_OBJECT_BYTES} with its envelope. */
    public static final int MAX_MESSAGE_BYTES = 2 << 20;

    /** The largest object anybody may store, in bytes of JSON. */
    public static final int MAX_OBJECT_BYTES = 1 << 20;

    private final Map<String, String> settings;

    TopicKind(Map<String, String> settings) {
        this.settings = settings;
    }

    /** The settings of this kind alone; those that every topic shares come on top. */
    public Map<String, String> settings() {
        return settings;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
