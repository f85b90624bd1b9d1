package io.samegate.eventlog.follow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the broker was last heard. A consumer does not tell an idle broker from a dead one, but it counts responses, and
 * an idle broker answers a waiting fetch twice a second.
 *
 * <p>The reader's thread listens; {@link #silence()} is for any thread.
 */
final class Hearing {

    private static final Logger LOGGER = LoggerFactory.getLogger(Hearing.class);

    /** A silence that is worth a line in the log. */
    private static final Duration OUTAGE = Duration.ofSeconds(5);

    private final String reader;
    private final InstantSource clock;
    private volatile Instant last;
    private Optional<Metric> responses = Optional.empty(); // of the consumer in use; all below is the reader's thread's
    private double counted;
    private boolean outage;

    Hearing(String reader, InstantSource clock) {
        this.reader = reader;
        this.clock = clock;
        this.last = clock.instant();
    }

    /** How long ago the broker was last heard; since the start if it never was. */
    Duration silence() {
        Duration silence = Duration.between(last, clock.instant());
        return silence.isNegative() ? Duration.ZERO : silence;
    }

    /** From now on it is this consumer that hears. */
    void use(Consumer<?, ?> consumer) {
        responses = consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("response-total")
                        && metric.metricName().group().equals("consumer-metrics"))
                .map(Metric.class::cast)
                .findFirst();
        counted = 0;
    }

    /** Looks whether the consumer has heard anything since it was last asked. */
    boolean listen() {
        double now = responses
                .map(metric -> ((Number) metric.metricValue()).doubleValue())
                .orElse(0.0);
        boolean heard = now != counted;
        counted = now;
        if (heard) {
            last = clock.instant();
        } else if (silence().compareTo(OUTAGE) > 0) {
            fails("no answer");
        }
        return heard;
    }

    /** Reading does not work; logged once until {@link #works()}. */
    void fails(String cause) {
        if (!outage) {
            outage = true;
            LOGGER.atWarn()
                    .addKeyValue("reader", reader)
                    .addKeyValue("silence", silence())
                    .addKeyValue("cause", cause)
                    .log("cannot read from the broker, keeps trying");
        }
    }

    /** Reading works. */
    void works() {
        if (outage) {
            outage = false;
            LOGGER.atInfo().addKeyValue("reader", reader).log("reads from the broker again");
        }
    }
}
