package io.samegate.api.core.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Messages that are one value in JSON. Stateless. */
final class WireValues {

    private static final DateTimeFormatter SECONDS = formatter("uuuu-MM-dd'T'HH:mm:ss'Z'");
    private static final DateTimeFormatter MICROSECONDS = formatter("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final long FIRST_SECOND =
            Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private WireValues() {}

    /** A time; nothing if it is the zero that stands for none. */
    static Optional<JsonNode> time(WireReader message, boolean micro) {
        long seconds = 0;
        long nanos = 0;
        while (message.hasMore()) {
            switch (message.next()) {
                case 1 -> seconds = message.number();
                case 2 -> nanos = message.number();
                default -> message.skip();
            }
        }
        if (seconds == 0 && nanos == 0) {
            return Optional.empty();
        }
        if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
            throw WireReader.malformed("a time outside the years 1 to 9999");
        }
        try {
            Instant time = Instant.ofEpochSecond(seconds, nanos);
            return Optional.of(TextNode.valueOf((micro ? MICROSECONDS : SECONDS).format(time)));
        } catch (DateTimeException | ArithmeticException e) {
            throw WireReader.malformed("a time that is none");
        }
    }

    static JsonNode intOrString(WireReader message) {
        long type = 0;
        long number = 0;
        String text = "";
        while (message.hasMore()) {
            switch (message.next()) {
                case 1 -> type = message.number();
                case 2 -> number = message.number();
                case 3 -> text = message.text();
                default -> message.skip();
            }
        }
        return type == 0 ? whole(number) : TextNode.valueOf(text);
    }

    /** In the form that JSON of the same number has once it is read: the model takes nothing else for a number. */
    static JsonNode whole(long number) {
        return number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}
