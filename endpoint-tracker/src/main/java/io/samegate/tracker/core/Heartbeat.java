package io.samegate.tracker.core;

import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The last word of the gateway that speaks for a node.
 *
 * @param heard when, on our clock
 * @param appliedSince when the present position of applied slices was first heard
 * @param appliedBefore the position before that
 */
record Heartbeat(NodeReport report, Instant heard, Instant appliedSince, long appliedBefore) {

    /** An older generation may speak again when the newer one has been silent for so long. */
    private static final Duration SUCCESSION = Duration.ofSeconds(10);

    /** The state of knowledge after one more report; an older generation of gateway no longer speaks for the node. */
    static Heartbeat after(Optional<Heartbeat> known, NodeReport report, Instant at) {
        if (known.isEmpty()) {
            return new Heartbeat(report, at, at, 0);
        }
        Heartbeat before = known.get();
        boolean succeeded = report.generation() < before.report.generation();
        if (succeeded && !before.report.stopping() && at.isBefore(before.heard.plus(SUCCESSION))) {
            return before;
        }
        boolean advanced = applied(report) != applied(before.report);
        return advanced
                ? new Heartbeat(report, at, at, applied(before.report))
                : new Heartbeat(report, at, before.appliedSince, before.appliedBefore);
    }

    /** The position up to which the gateway has applied the slices, as far as it has been known for {@code settle}. */
    long applied(Instant now, Duration settle) {
        return now.isBefore(appliedSince.plus(settle)) ? appliedBefore : applied(report);
    }

    private static long applied(NodeReport report) {
        return report.applied().getOrDefault(Topics.ENDPOINT_SLICES.name(), 0L);
    }
}
