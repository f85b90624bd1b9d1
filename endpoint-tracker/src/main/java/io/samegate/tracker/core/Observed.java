package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Namespace;
import io.samegate.contracts.node.NodeDrain;
import io.samegate.contracts.node.NodeReport;
import java.time.Instant;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * What others have told; rebuilt after every takeover. Immutable.
 *
 * @param since when this replica became the writer
 * @param namespaces by name
 * @param drains by {@code node/<pod uid>}
 * @param heartbeats by node
 */
record Observed(
        Instant since,
        ServiceIndex services,
        TreePMap<String, Namespace> namespaces,
        TreePMap<String, NodeDrain> drains,
        TreePMap<String, Heartbeat> heartbeats) {

    static final Observed NOTHING =
            new Observed(Instant.EPOCH, ServiceIndex.NONE, TreePMap.empty(), TreePMap.empty(), TreePMap.empty());

    Observed notice(TrackerInput input) {
        return switch (input) {
            case TrackerInput.TookOver(Instant at) -> new Observed(at, services, namespaces, drains, heartbeats);
            case TrackerInput.ServicesSeen(var seen) ->
                new Observed(since, services.apply(seen), namespaces, drains, heartbeats);
            case TrackerInput.NamespacesSeen(var seen) ->
                new Observed(since, services, seen.onto(namespaces), drains, heartbeats);
            case TrackerInput.DrainsSeen(var seen) ->
                new Observed(since, services, namespaces, seen.onto(drains), heartbeats);
            case TrackerInput.NodeReported(NodeReport report, Instant at) ->
                new Observed(
                        since,
                        services,
                        namespaces,
                        drains,
                        heartbeats.plus(report.node(), Heartbeat.after(heartbeat(report.node()), report, at)));
            case TrackerInput.ProbeDecided decided -> this; // what it changes is logged at once
        };
    }

    Optional<Heartbeat> heartbeat(String node) {
        return Optional.ofNullable(heartbeats.get(node));
    }

    /** When a node was last known to live: its heartbeat, or the takeover since which one is awaited. */
    Instant lastSignOfLife(String node) {
        return heartbeat(node)
                .map(Heartbeat::heard)
                .filter(heard -> heard.isAfter(since))
                .orElse(since);
    }
}
