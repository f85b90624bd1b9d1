package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.node.NodeDrain;
import io.samegate.contracts.node.NodeReport;
import java.time.Instant;

/** What the tracker notices besides requests; each says how things are now, so hearing one twice does no harm. */
public sealed interface TrackerInput {

    /** This replica has just become the writer: everybody gets their grace anew. */
    record TookOver(Instant at) implements TrackerInput {}

    /** By namespace/name. */
    record ServicesSeen(Seen<Service> services) implements TrackerInput {}

    /** By name. */
    record NamespacesSeen(Seen<Namespace> namespaces) implements TrackerInput {}

    /** Connections left over, by {@code node/<pod uid>}. */
    record DrainsSeen(Seen<NodeDrain> drains) implements TrackerInput {}

    /** A gateway's heartbeat, heard {@code at} this time of our clock. */
    record NodeReported(NodeReport report, Instant at) implements TrackerInput {}

    /**
     * The probes of a container have reached their threshold.
     *
     * @param uid of the Pod that was probed; another Pod of the same name is not meant
     * @param message why not ready, for a person; empty if ready
     */
    record ProbeDecided(ObjectKey pod, String uid, String container, boolean ready, String message)
            implements TrackerInput {}
}
