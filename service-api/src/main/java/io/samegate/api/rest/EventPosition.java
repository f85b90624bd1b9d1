package io.samegate.api.rest;

import io.samegate.api.core.RefusedException;
import io.samegate.contracts.event.Source;
import io.samegate.eventlog.follow.TopicTail;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How far somebody has read the events: the next offset of each partition. As text, {@code 0:17,1:4,2:0,3:9}, it is the
 * id of a server-sent event. Immutable.
 */
record EventPosition(Map<Integer, Long> next) {

    EventPosition {
        next = Map.copyOf(next);
    }

    /** @throws RefusedException 400 if it is none */
    static EventPosition parse(String text) {
        try {
            return new EventPosition(Arrays.stream(text.split(","))
                    .map(part -> part.split(":", 2))
                    .collect(Collectors.toMap(EventPosition::partition, part -> offset(part[1]))));
        } catch (IllegalArgumentException | IllegalStateException | ArrayIndexOutOfBoundsException e) {
            throw RefusedException.badRequest(
                    "the last event id is not one of this server's (expected: such as 0:17,1:4,2:0,3:9)");
        }
    }

    static EventPosition beginning() {
        return new EventPosition(Arrays.stream(Source.values())
                .map(Source::partition)
                .collect(Collectors.toMap(Function.identity(), partition -> 0L)));
    }

    EventPosition after(TopicTail.Heard<?> heard) {
        Map<Integer, Long> more = new TreeMap<>(next);
        more.put(heard.partition(), heard.offset() + 1);
        return new EventPosition(more);
    }

    @Override
    public String toString() {
        return new TreeMap<>(next)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(","));
    }

    private static int partition(String[] part) {
        int partition = Integer.parseInt(part[0]);
        if (partition < 0 || partition >= Source.values().length) {
            throw new IllegalArgumentException("partition: " + partition);
        }
        return partition;
    }

    private static long offset(String text) {
        long offset = Long.parseLong(text);
        if (offset < 0) {
            throw new IllegalArgumentException("offset: " + offset);
        }
        return offset;
    }
}
