package io.samegate.eventlog.follow;

import io.samegate.contracts.topic.Topic;
import java.util.List;
import java.util.Map;

/** What changed between two images of a follower. */
public final class Delta {

    private final Map<Topic<?>, TopicDelta<?>> topics;

    Delta(Map<Topic<?>, TopicDelta<?>> topics) {
        this.topics = Map.copyOf(topics);
    }

    /** The changes of one topic; empty where nothing changed. */
    @SuppressWarnings("unchecked") // the follower puts a topic's own type of delta under it
    public <T> TopicDelta<T> of(Topic<T> topic) {
        TopicDelta<?> delta = topics.get(topic);
        return delta == null ? new TopicDelta<>(List.of()) : (TopicDelta<T>) delta;
    }
}
