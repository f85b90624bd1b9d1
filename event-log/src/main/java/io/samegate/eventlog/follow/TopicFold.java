package io.samegate.eventlog.follow;

import io.samegate.contracts.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.pcollections.TreePMap;

/**
 * One topic on its way from records to images: what is published, and what has been read since. One thread.
 *
 * <p>While it reads from the beginning it folds into a new image, and publishing gives the difference; afterwards it
 * remembers the changes themselves.
 */
final class TopicFold<T> {

    private final Topic<T> topic;
    private final List<Change<T>> changes = new ArrayList<>(); // since the last publishing, once caught up
    private TopicImage<T> published = TopicImage.empty();
    private TreePMap<String, Entry<T>> entries = TreePMap.empty();
    private long position;
    private long end;
    private boolean caughtUp; // whether entries come from published by changes

    TopicFold(Topic<T> topic) {
        this.topic = topic;
    }

    void begin(long endToReach) {
        entries = TreePMap.empty();
        changes.clear();
        position = 0;
        end = endToReach;
        caughtUp = false;
    }

    void read(ConsumerRecord<String, byte[]> consumed) {
        Folding.change(topic, entries, consumed).ifPresent(change -> {
            entries = Folding.apply(entries, change);
            if (caughtUp) {
                changes.add(change);
            }
        });
    }

    void advance(long now) {
        position = now;
    }

    boolean isComplete() {
        return position >= end;
    }

    TopicDelta<T> publish() {
        TopicImage<T> next = new TopicImage<>(entries, position);
        TopicDelta<T> delta = caughtUp ? Folding.coalesce(changes) : Folding.diff(published, next);
        changes.clear();
        caughtUp = true;
        published = next;
        return delta;
    }

    TopicImage<T> published() {
        return published;
    }
}
