package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Namespace;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.node.NodeDrain;
import io.samegate.contracts.node.NodeReport;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.pcollections.TreePMap;

/**
 * What others have told; rebuilt after every takeover. Immutable.
 *
 * @param since when this replica became the writer
 * @param namespaces by name
 * @param drains by {@code node/<pod uid>}
 * @param heartbeats by node
 * @param renewed when a Pod with a lease was last written, or asked to be as it was
 */
record Observed(
        Instant since,
        ServiceIndex services,
        TreePMap<String, Namespace> namespaces,
        TreePMap<String, NodeDrain> drains,
        TreePMap<String, Heartbeat> heartbeats,
        TreePMap<ObjectKey, Instant> renewed) {

    private static final int SPARE = 64;

    static final Observed NOTHING = new Observed(
            Instant.EPOCH, ServiceIndex.NONE, TreePMap.empty(), TreePMap.empty(), TreePMap.empty(), TreePMap.empty());

    Observed notice(TrackerInput input) {
        return switch (input) {
            case TrackerInput.TookOver(Instant at) ->
                new Observed(at, services, namespaces, drains, heartbeats, renewed);
            case TrackerInput.ServicesSeen(var seen) ->
                new Observed(since, services.apply(seen), namespaces, drains, heartbeats, renewed);
            case TrackerInput.NamespacesSeen(var seen) ->
                new Observed(since, services, seen.onto(namespaces), drains, heartbeats, renewed);
            case TrackerInput.DrainsSeen(var seen) ->
                new Observed(since, services, namespaces, seen.onto(drains), heartbeats, renewed);
            case TrackerInput.NodeReported(NodeReport report, Instant at) ->
                new Observed(
                        since,
                        services,
                        namespaces,
                        drains,
                        heartbeats.plus(report.node(), Heartbeat.after(heartbeat(report.node()), report, at)),
                        renewed);
            case TrackerInput.ProbeDecided decided -> this; // what it changes is logged at once
        };
    }

    /**
     * The Pod was written at this time, or would have been had it not been the same.
     *
     * @param known every Pod there is; what is remembered of others is dropped sooner or later
     */
    Observed renewing(ObjectKey pod, Instant at, Set<ObjectKey> known) {
        TreePMap<ObjectKey, Instant> next = renewed.plus(pod, at);
        if (next.size() > 2 * known.size() + SPARE) {
            next = next.minusAll(
                    next.keySet().stream().filter(key -> !known.contains(key)).toList());
        }
        return new Observed(since, services, namespaces, drains, heartbeats, next);
    }

    /** When a Pod was last renewed: grace begins anew with a takeover, since which one is awaited. */
    Instant lastRenewal(ObjectKey pod) {
        Instant at = renewed.getOrDefault(pod, since);
        return at.isAfter(since) ? at : since;
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
