package io.samegate.eventlog.follow;

import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * The state of one topic at one position: immutable, sorted by key.
 *
 * @param position the next offset to be read: every committed record before it is in the image
 */
public record TopicImage<T>(TreePMap<String, Entry<T>> entries, long position) {

    public static <T> TopicImage<T> empty() {
        return new TopicImage<>(TreePMap.empty(), 0);
    }

    public Optional<Entry<T>> get(String key) {
        return Optional.ofNullable(entries.get(key));
    }
}
