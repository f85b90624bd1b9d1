package io.samegate.contracts.topic;

/** How one topic's values stand on the wire. Stateless and thread-safe. */
public interface Codec<T> {

    byte[] encode(T value);

    /**
     * Reads what any release has ever written.
     *
     * @throws io.samegate.contracts.UnreadableRecordException when the bytes are nothing of the kind
     */
    T decode(byte[] bytes);

    /** The CloudEvents type of a record with this value, {@code io.samegate.<thing>.<past tense or verb>}. */
    String type(T value);
}
