package io.samegate.api.rest;

import io.fabric8.kubernetes.api.model.Status;
import io.samegate.api.core.access.User;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Tells the log who was not let in, in the category {@code io.samegate.audit}. Somebody who hammers at the door does not fill
 * the disk: a second has a limited number of lines, and the next one says how many were left out. Thread-safe.
 */
final class RefusalLog {

    private static final Logger LOGGER = LoggerFactory.getLogger("io.samegate.audit");
    private static final int LINES_PER_SECOND = 20;

    private final InstantSource clock;
    private Instant second = Instant.EPOCH;
    private int lines;
    private long leftOut;

    RefusalLog(InstantSource clock) {
        this.clock = clock;
    }

    /** Credentials that are not valid, or none where some are needed. */
    void unauthorized(HttpServerRequest request, String why) {
        if (hasRoom()) {
            line(request)
                    .addKeyValue("path", request.path())
                    .addKeyValue("cause", why)
                    .log("not let in");
        }
    }

    void forbidden(HttpServerRequest request, User user, Status answer) {
        if (hasRoom()) {
            line(request).addKeyValue("groups", user.groups()).log(answer.getMessage());
        }
    }

    private static LoggingEventBuilder line(HttpServerRequest request) {
        return LOGGER.atWarn().addKeyValue("from", request.remoteAddress()).addKeyValue("method", request.method());
    }

    private synchronized boolean hasRoom() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (!now.equals(second)) {
            second = now;
            lines = 0;
            if (leftOut > 0) {
                LOGGER.warn("{} more refusals, not logged one by one", leftOut);
                leftOut = 0;
            }
        }
        if (lines >= LINES_PER_SECOND) {
            leftOut++;
            return false;
        }
        lines++;
        return true;
    }
}
