package io.samegate.contracts.request;

import io.samegate.contracts.ObjectRef;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * What every request says beside its verb.
 *
 * @param id a UUID, new for each request; the key of its answer, and the uid of an object it creates
 * @param target the object asked for
 * @param user who asked, as the front door knows them; kept for the audit, never decided upon
 * @param budget how long the caller waits from the moment the request was appended. A duration, not a time of day:
 *     clocks differ. A writer that comes to the request later refuses it.
 * @param dryRun decide and answer, write nothing
 * @param seen offsets (by short topic name) the caller has relied on; the owner decides only once it has read as far
 */
public record RequestHeader(
        String id, ObjectRef target, String user, Duration budget, boolean dryRun, Map<String, Long> seen) {

    public RequestHeader {
        if (budget.isNegative() || budget.isZero()) {
            throw new IllegalArgumentException("budget: " + budget + " (expected: more than zero)");
        }
        UUID.fromString(id);
        seen = Map.copyOf(seen);
    }

    /** A new request that has seen nothing. */
    public static RequestHeader of(ObjectRef target, String user, Duration budget) {
        return new RequestHeader(UUID.randomUUID().toString(), target, user, budget, false, Map.of());
    }

    /** The same request about another object. */
    public RequestHeader withTarget(ObjectRef other) {
        return new RequestHeader(id, other, user, budget, dryRun, seen);
    }

    public RequestHeader withDryRun(boolean simulated) {
        return new RequestHeader(id, target, user, budget, simulated, seen);
    }

    public RequestHeader withSeen(Map<String, Long> offsets) {
        return new RequestHeader(id, target, user, budget, dryRun, offsets);
    }
}
