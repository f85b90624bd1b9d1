package io.samegate.eventlog.write;

import io.samegate.contracts.request.Request;
import java.time.Instant;
import java.util.ArrayList;
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

    /** This and the next poll in one; if the partition is no longer held as before, what came with this one is void. */
    public Polled followedBy(Polled next) {
        if (next.assignment() != Assignment.HELD) {
            return next;
        }
        List<Received> all = new ArrayList<>(requests);
        all.addAll(next.requests());
        return new Polled(assignment, all);
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
