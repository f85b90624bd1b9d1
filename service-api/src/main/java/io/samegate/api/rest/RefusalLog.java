package io.samegate.api.rest;

import io.samegate.api.core.access.Action;
import io.samegate.api.core.access.User;
import io.samegate.contracts.request.Quoted;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Tells the log who was not let in, in the category {@code io.samegate.audit}. What came from outside stands there quoted
 * and escaped, so that nobody writes lines of their own. Somebody who hammers at the door does not fill the disk: a second
 * has a limited number of lines, and the next one says how many were left out. Those who are known and those who are not
 * do not use up each other's. Thread-safe.
 */
final class RefusalLog {

    private static final int LINES_PER_SECOND = 20;

    /** Beyond what JSON escapes: other control characters, what changes the direction of writing, ends of lines. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    /**
     * What is told of a request.
     *
     * @param from the client's address and port
     * @param path as it was sent
     */
    record Asked(String from, String method, String path) {

        static Asked of(HttpServerRequest request) {
            return new Asked(
                    String.valueOf(request.remoteAddress()), request.method().name(), request.path());
        }
    }

    private final Logger logger;
    private final Budget unauthorized;
    private final Budget forbidden;

    RefusalLog(InstantSource clock) {
        this(clock, LoggerFactory.getLogger("io.samegate.audit"));
    }

    RefusalLog(InstantSource clock, Logger logger) {
        this.logger = logger;
        this.unauthorized = new Budget(clock, "{} more not let in, not logged one by one");
        this.forbidden = new Budget(clock, "{} more forbidden, not logged one by one");
    }

    /** Credentials that are not valid, or none where some are needed. */
    void unauthorized(Asked asked, String why) {
        if (unauthorized.hasRoom()) {
            line(asked)
                    .addKeyValue("path", quoted(asked.path()))
                    .addKeyValue("cause", quoted(why))
                    .log("not let in");
        }
    }

    /** @param why what there is to say beyond that nothing allows it, or empty */
    void forbidden(Asked asked, User user, Action action, String why) {
        if (forbidden.hasRoom()) {
            LoggingEventBuilder line = line(asked)
                    .addKeyValue("user", quoted(user.name()))
                    .addKeyValue(
                            "groups",
                            user.groups().stream().map(RefusalLog::quoted).toList())
                    .addKeyValue("verb", quoted(action.verb()));
            LoggingEventBuilder whole = switch (action) {
                case Action.OnPath(String verb, String path) -> line.addKeyValue("path", quoted(path));
                case Action.OnResource on ->
                    line.addKeyValue("group", quoted(on.group()))
                            .addKeyValue("resource", quoted(on.qualified()))
                            .addKeyValue("namespace", quoted(on.namespace()))
                            .addKeyValue("name", quoted(on.name()));
            };
            whole.addKeyValue("cause", quoted(why)).log("forbidden");
        }
    }

    private LoggingEventBuilder line(Asked asked) {
        return logger.atWarn().addKeyValue("from", asked.from()).addKeyValue("method", quoted(asked.method()));
    }

    private static String quoted(String text) {
        return UNPRINTABLE
                .matcher(Quoted.json(text))
                .replaceAll(found -> found.group()
                        .codePoints()
                        .mapToObj(point -> "\\\\u{%x}".formatted(point))
                        .reduce("", String::concat));
    }

    /** So many lines in a second, and what is told of the rest. */
    private final class Budget {

        private final InstantSource clock;
        private final String rest;
        private Instant second = Instant.EPOCH;
        private int lines;
        private long leftOut;

        Budget(InstantSource clock, String rest) {
            this.clock = clock;
            this.rest = rest;
        }

        synchronized boolean hasRoom() {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            if (!now.equals(second)) {
                second = now;
                lines = 0;
                if (leftOut > 0) {
                    logger.warn(rest, leftOut);
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
}
