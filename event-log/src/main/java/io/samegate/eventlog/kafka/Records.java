package io.samegate.eventlog.kafka;

import io.samegate.contracts.UnreadableRecordException;
import io.samegate.contracts.event.CloudEvent;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Values to records with the headers of CloudEvents, and back. Thread-safe.
 *
 * @param source who writes
 * @param clock for the time of an event
 */
public record Records(String prefix, Source source, InstantSource clock) {

    public <T> ProducerRecord<String, byte[]> stored(Topic<T> topic, String key, T value) {
        return record(
                topic,
                0,
                key,
                topic.codec().encode(value),
                anyId(),
                topic.codec().type(value));
    }

    /**
     * A tombstone.
     *
     * @throws IllegalArgumentException if the topic has none
     */
    public ProducerRecord<String, byte[]> removed(Topic<?> topic, String key) {
        if (topic.removedType().isEmpty()) {
            throw new IllegalArgumentException("tombstone for " + topic + " (expected: a topic that has them)");
        }
        return record(topic, 0, key, null, anyId(), topic.removedType());
    }

    public ProducerRecord<String, byte[]> request(Topic<Request> topic, Request request) {
        String id = request.header().id();
        return record(
                topic,
                0,
                request.header().target().path(),
                topic.codec().encode(request),
                id,
                topic.codec().type(request));
    }

    ProducerRecord<String, byte[]> answer(Topic<Answer> topic, String requestId, Answer answer) {
        return record(
                topic,
                0,
                requestId,
                topic.codec().encode(answer),
                requestId,
                topic.codec().type(answer));
    }

    /** A fact, in the source's own partition of the events. */
    ProducerRecord<String, byte[]> fact(Fact fact) {
        Topic<Fact> topic = Topics.EVENTS;
        return record(
                topic,
                source.partition(),
                fact.about().path(),
                topic.codec().encode(fact),
                anyId(),
                topic.codec().type(fact));
    }

    /** The value of a record that is no tombstone. */
    public static <T> T value(Topic<T> topic, ConsumerRecord<String, byte[]> consumed) {
        if (consumed.value() == null) {
            throw new UnreadableRecordException(place(consumed) + ": no value (expected: one)");
        }
        try {
            return topic.codec().decode(consumed.value());
        } catch (UnreadableRecordException e) {
            throw new UnreadableRecordException(place(consumed) + ": " + e.getMessage(), e);
        }
    }

    /** Where a record stands, for messages. */
    public static String place(ConsumerRecord<String, byte[]> consumed) {
        return consumed.topic() + "-" + consumed.partition() + " offset " + consumed.offset();
    }

    /** The CloudEvents type, empty where there is none. */
    public static String type(ConsumerRecord<String, byte[]> consumed) {
        return header(consumed, "ce_type");
    }

    /** The CloudEvents id, empty where there is none. */
    public static String id(ConsumerRecord<String, byte[]> consumed) {
        return header(consumed, "ce_id");
    }

    private static String header(ConsumerRecord<String, byte[]> consumed, String name) {
        Header header = consumed.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    // A tombstone has the value null: that is Kafka's word for it.
    private ProducerRecord<String, byte[]> record(
            Topic<?> topic, int partition, String key, byte[] value, String id, String type) {
        List<Header> headers = new ArrayList<>();
        new CloudEvent(id, type, source.uri(), key, clock.instant())
                .headers()
                .forEach((name, text) -> headers.add(new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8))));
        return new ProducerRecord<>(topic.in(prefix), partition, key, value, headers);
    }

    private static String anyId() {
        return UUID.randomUUID().toString();
    }
}
