package io.samegate.contracts.topic;

/**
 * A topic of the log.
 *
 * @param name the short name; an installation's prefix comes before it on the broker
 * @param partitions one, except where the topic says otherwise: the order of a partition is the truth
 * @param removedType the CloudEvents type of a tombstone; empty for topics that have none
 */
public record Topic<T>(String name, TopicKind kind, int partitions, Codec<T> codec, String removedType) {

    public Topic {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions of " + name + ": " + partitions + " (expected: >= 1)");
        }
    }

    /** The name on the broker, {@code <prefix><name>}. */
    public String in(String prefix) {
        return prefix + name;
    }

    @Override
    public String toString() {
        return name;
    }
}
