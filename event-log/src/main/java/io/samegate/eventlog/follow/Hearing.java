package io.samegate.eventlog.follow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

    /** A silence that is an outage, worth a line in the log. */
    private static final Duration OUTAGE = Duration.ofSeconds(5);

    private final String what;
    private final InstantSource clock;
    private volatile Instant last;
    private double responses;
    private boolean outage;

    Hearing(String what, InstantSource clock) {
        this.what = what;
        this.clock = clock;
        this.last = clock.instant();
    }

    /** How long ago the broker was last heard; since the start if it never was. */
    Duration silence() {
        Duration silence = Duration.between(last, clock.instant());
        return silence.isNegative() ? Duration.ZERO : silence;
    }

    /** Looks whether the consumer has heard anything since it was last asked. */
    boolean listen(Consumer<?, ?> consumer) {
        double now = responses(consumer);
        if (now != responses) {
            responses = now;
            last = clock.instant();
            if (outage) {
                outage = false;
                LOGGER.atInfo().addKeyValue("reader", what).log("hears the broker again");
            }
            return true;
        }
        complain("nothing heard");
        return false;
    }

    /** Logs an outage, once. */
    void complain(String cause) {
        if (!outage && silence().compareTo(OUTAGE) > 0) {
            outage = true;
            LOGGER.atWarn()
                    .addKeyValue("reader", what)
                    .addKeyValue("silence", silence())
                    .addKeyValue("cause", cause)
                    .log("does not hear the broker, keeps trying");
        }
    }

    private static double responses(Consumer<?, ?> consumer) {
        for (Metric metric : consumer.metrics().values()) {
            if (metric.metricName().name().equals("response-total")
                    && metric.metricName().group().equals("consumer-metrics")) {
                return ((Number) metric.metricValue()).doubleValue();
            }
        }
        return -1;
    }
}
