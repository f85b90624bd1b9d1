package io.samegate.api.kafka;

import io.samegate.api.store.EventFeed;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.TopicTail;
import java.util.function.Consumer;

/** The events topic; each subscriber has a consumer of its own. */
public record EventTopic(LogSettings settings) implements EventFeed {

    @Override
    public Subscription subscribe(TopicTail.From from, Consumer<TopicTail.Heard<Fact>> listener) {
        TopicTail<Fact> tail = new TopicTail<>(settings, Topics.EVENTS, from, listener);
        return new Subscription(tail.start(), tail);
    }
}
