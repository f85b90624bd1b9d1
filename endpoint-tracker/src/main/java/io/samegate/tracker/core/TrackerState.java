package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.StateChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * Everything the tracker decides upon. Immutable: what the log says changes by {@link #replay} alone, what others
 * have told by {@link #notice} alone.
 */
public final class TrackerState {

    static final TrackerState EMPTY =
            new TrackerState(PodIndex.NONE, TreePMap.empty(), SliceIndex.NONE, TreePMap.empty(), Observed.NOTHING);

    private final PodIndex pods;
    private final TreePMap<ObjectKey, Held<Node>> nodes;
    private final SliceIndex slices;
    private final TreePMap<ObjectKey, Held<Endpoints>> endpoints;
    private final Observed observed;

    private TrackerState(
            PodIndex pods,
            TreePMap<ObjectKey, Held<Node>> nodes,
            SliceIndex slices,
            TreePMap<ObjectKey, Held<Endpoints>> endpoints,
            Observed observed) {
        this.pods = pods;
        this.nodes = nodes;
        this.slices = slices;
        this.endpoints = endpoints;
        this.observed = observed;
    }

    /** All Pods, sorted by key. */
    public List<Pod> allPods() {
        return pods.all().values().stream().map(Held::value).toList();
    }

    TrackerState notice(TrackerInput input) {
        return new TrackerState(pods, nodes, slices, endpoints, observed.notice(input));
    }

    /** Remembers that a Pod with a lease was written, also where that changed nothing. */
    TrackerState heard(ObjectKey pod, Instant at) {
        return new TrackerState(
                pods,
                nodes,
                slices,
                endpoints,
                observed.renewing(pod, at, pods.all().keySet()));
    }

    /** The state after a record of one of the own topics. */
    TrackerState replay(StateChange<?> change, long offset) {
        ObjectKey key = ObjectKey.parse(change.key());
        Topic<?> topic = change.topic();
        return switch (change) {
            case StateChange.Removed<?> removed
            when topic.equals(Topics.PODS) -> new TrackerState(pods.without(key), nodes, slices, endpoints, observed);
            case StateChange.Removed<?> removed
            when topic.equals(Topics.NODES) -> new TrackerState(pods, nodes.minus(key), slices, endpoints, observed);
            case StateChange.Removed<?> removed
            when topic.equals(Topics.ENDPOINT_SLICES) ->
                new TrackerState(pods, nodes, slices.without(key), endpoints, observed);
            case StateChange.Removed<?> removed
            when topic.equals(Topics.ENDPOINTS) ->
                new TrackerState(pods, nodes, slices, endpoints.minus(key), observed);
            case StateChange.Removed<?> removed -> throw notOurs(topic);
            case StateChange.Stored<?> stored -> with(key, stored.value(), offset, topic);
        };
    }

    private TrackerState with(ObjectKey key, Object value, long offset, Topic<?> topic) {
        return switch (value) {
            case Pod pod ->
                new TrackerState(pods.with(key, new Held<>(pod, offset)), nodes, slices, endpoints, observed);
            case Node node ->
                new TrackerState(pods, nodes.plus(key, new Held<>(node, offset)), slices, endpoints, observed);
            case EndpointSlice slice ->
                new TrackerState(pods, nodes, slices.with(key, new Held<>(slice, offset)), endpoints, observed);
            case Endpoints list ->
                new TrackerState(pods, nodes, slices, endpoints.plus(key, new Held<>(list, offset)), observed);
            default -> throw notOurs(topic);
        };
    }

    /** The stored object of one of the own kinds. */
    Optional<? extends Held<? extends HasMetadata>> held(ObjectKind kind, ObjectKey key) {
        return switch (kind) {
            case POD -> pods.get(key);
            case NODE -> node(key.name());
            case ENDPOINT_SLICE -> slices.get(key);
            case ENDPOINTS -> Optional.ofNullable(endpoints.get(key));
            case NAMESPACE, SERVICE, EVENT, NEWER_EVENT, LEASE ->
                throw new IllegalArgumentException("kind " + kind + " (expected: one the tracker owns)");
        };
    }

    PodIndex pods() {
        return pods;
    }

    TreePMap<ObjectKey, Held<Node>> nodes() {
        return nodes;
    }

    SliceIndex slices() {
        return slices;
    }

    TreePMap<ObjectKey, Held<Endpoints>> endpoints() {
        return endpoints;
    }

    Observed observed() {
        return observed;
    }

    Optional<Held<Node>> node(String name) {
        return Optional.ofNullable(nodes.get(ObjectKey.clusterScoped(name)));
    }

    private static IllegalArgumentException notOurs(Topic<?> topic) {
        return new IllegalArgumentException("record of " + topic + " (expected: a topic the tracker owns)");
    }
}
