package io.samegate.eventlog.request;

import io.samegate.contracts.event.Source;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.TopicTail;
import io.samegate.eventlog.kafka.Outlet;
import io.samegate.eventlog.kafka.Records;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Sends requests to the owner of a kind and awaits the answers. Never sends one twice.
 *
 * <p>Thread-safe; {@link #send} does not block.
 */
public final class Requests implements AutoCloseable {

    /** The request's budget is over without an answer: it may still be carried out, or be refused as late. */
    public static final class NoAnswerException extends RuntimeException {
        public NoAnswerException(String message) {
            super(message);
        }
    }

    /** The request did not reach the log and never will. */
    public static final class NotSentException extends RuntimeException {
        public NotSentException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** An idle broker is heard twice a second; after this long it is away. */
    private static final Duration AWAY = Duration.ofSeconds(3);

    /** How long the producer tries; a caller with a smaller budget has long been told. */
    private static final Duration DELIVERY = Duration.ofSeconds(5);

    private final Topic<Request> requests;
    private final Records records;
    private final Outlet outlet;
    private final TopicTail<Answer> tail;
    private final Map<String, CompletableFuture<Answer>> awaited = new ConcurrentHashMap<>(); // by request id

    public Requests(LogSettings settings, Source source, Topic<Request> requests, Topic<Answer> answers) {
        this.requests = requests;
        this.records = new Records(settings.prefix(), source, InstantSource.system());
        this.outlet = new Outlet(settings, requests.name(), DELIVERY);
        this.tail = new TopicTail<>(settings, answers, new TopicTail.From.Now(), this::answered);
    }

    /** Starts listening for answers; returns once no answer to a later request can be missed. */
    public void start() {
        tail.start();
    }

    /**
     * Appends the request and completes with its answer, or exceptionally with {@link NoAnswerException} or
     * {@link NotSentException}. Completes on a thread that hears answers: be quick, or go elsewhere.
     */
    public CompletableFuture<Answer> send(Request request) {
        Duration silence = tail.silence();
        if (silence.compareTo(AWAY) > 0) {
            return CompletableFuture.failedFuture(new NotSentException(
                    "the broker is away: not heard for " + silence.toSeconds() + " s",
                    new KafkaException("no answer")));
        }
        String id = request.header().id();
        Duration budget = request.header().budget();
        ProducerRecord<String, byte[]> record = records.request(requests, request);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        if (awaited.putIfAbsent(id, answer) != null) {
            throw new IllegalArgumentException("request " + id + ": sent before (expected: a new id for each)");
        }
        CompletableFuture<Answer> result = new CompletableFuture<>();
        var unused = answer.orTimeout(budget.toNanos(), TimeUnit.NANOSECONDS).whenComplete((answered, failure) -> {
            awaited.remove(id);
            if (failure instanceof TimeoutException) {
                result.completeExceptionally(new NoAnswerException("no answer to request " + id + " within " + budget
                        + "; it may still be carried out, or be refused as late"));
            } else if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(answered);
            }
        });
        append(record, id, answer);
        return result;
    }

    @Override
    public void close() {
        outlet.close();
        tail.close();
        awaited.values().forEach(answer -> answer.completeExceptionally(new NoAnswerException("stopping")));
    }

    private void append(ProducerRecord<String, byte[]> record, String id, CompletableFuture<Answer> answer) {
        var unused = outlet.append(record).whenComplete((offset, failure) -> {
            if (failure instanceof Outlet.NeverSentException never) {
                answer.completeExceptionally(new NotSentException("not sent: " + never.getMessage(), never));
            } else if (failure != null) {
                answer.completeExceptionally(new NoAnswerException("the broker has not acknowledged request " + id
                        + " (" + failure.getMessage() + "); it may still be carried out"));
            }
        });
    }

    private void answered(TopicTail.Heard<Answer> heard) {
        CompletableFuture<Answer> answer = awaited.get(heard.key());
        if (answer != null) {
            answer.complete(heard.value());
        }
    }
}
