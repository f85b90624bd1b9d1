package io.samegate.eventlog.write;

import io.samegate.contracts.request.Request;
import java.time.Instant;
import java.util.List;

/**
 * What one poll brought.
 *
 * @param assignment whether this replica is the one to decide
 * @param requests in the order of the log; empty unless the assignment is held
 */
public record Polled(Assignment assignment, List<Received> requests) {

    public Polled {
        requests = List.copyOf(requests);
    }

    /** Whether the partition of the requests is this replica's. */
    public enum Assignment {
        NONE,
        /** Given since the last poll: whatever was known of the state is void, take over. */
        FRESH,
        /** As before. */
        HELD
    }

    /**
     * One request as it stands on the log.
     *
     * @param appended the broker's time
     */
    public record Received(long offset, Instant appended, Request request) {}
}
