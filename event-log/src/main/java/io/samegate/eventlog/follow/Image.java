package io.samegate.eventlog.follow;

import io.samegate.contracts.topic.Topic;
import java.util.Map;

/** The state of all followed topics; immutable. Topics are read independently: one may be ahead of another. */
public final class Image {

    private final Map<Topic<?>, TopicImage<?>> topics;

    Image(Map<Topic<?>, TopicImage<?>> topics) {
        this.topics = Map.copyOf(topics);
    }

    /**
     * The state of one topic.
     *
     * @throws IllegalArgumentException if it is not followed
     */
    @SuppressWarnings("unchecked") // the follower puts a topic's own type of image under it
    public <T> TopicImage<T> of(Topic<T> topic) {
        TopicImage<?> image = topics.get(topic);
        if (image == null) {
            throw new IllegalArgumentException("topic " + topic + " (expected: one of " + topics.keySet() + ")");
        }
        return (TopicImage<T>) image;
    }
}
