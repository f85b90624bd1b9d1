package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Finalizers;
import io.samegate.eventlog.decide.Reaction;
import io.samegate.eventlog.decide.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One decision in the making: a state that is changed step by step, and what of it has to be written in the end. Of
 * several changes of one object only the last is written, and that only if it differs from what was stored before.
 * Used once, by one thread.
 */
final class Edit {

    private final TrackerState before;
    private final Instant now;
    private final Map<ObjectRef, StateChange<?>> changes = new LinkedHashMap<>();
    private final List<Fact> facts = new ArrayList<>();
    private TrackerState state;

    Edit(TrackerState before, Instant now) {
        this.before = before;
        this.now = now;
        this.state = before;
    }

    /** The state with everything changed so far. */
    TrackerState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    void store(HasMetadata object) {
        ObjectKey key = ObjectKey.of(object);
        switch (object) {
            case Pod pod -> put(ObjectKind.POD, key, new StateChange.Stored<>(Topics.PODS, key.path(), pod));
            case Node node -> put(ObjectKind.NODE, key, new StateChange.Stored<>(Topics.NODES, key.path(), node));
            case EndpointSlice slice ->
                put(
                        ObjectKind.ENDPOINT_SLICE,
                        key,
                        new StateChange.Stored<>(Topics.ENDPOINT_SLICES, key.path(), slice));
            case Endpoints list ->
                put(ObjectKind.ENDPOINTS, key, new StateChange.Stored<>(Topics.ENDPOINTS, key.path(), list));
            default -> throw new IllegalArgumentException("kind " + object.getKind() + " (expected: one we own)");
        }
    }

    void remove(ObjectKind kind, ObjectKey key) {
        put(kind, key, new StateChange.Removed<>(topic(kind), key.path()));
    }

    /** Removes an object without grace, or marks it where finalizers hold it back. */
    void delete(HasMetadata object) {
        if (Finalizers.hold(object.getMetadata())) {
            store(Metadata.on(object, Finalizers.marked(object.getMetadata(), now)));
        } else {
            remove(ObjectKind.of(object), ObjectKey.of(object));
        }
    }

    void tell(FactType type, HasMetadata about, String message) {
        ObjectRef ref = new ObjectRef(ObjectKind.of(about), ObjectKey.of(about));
        String uid = Optional.ofNullable(about.getMetadata().getUid()).orElse("");
        facts.add(Fact.of(type, ref, uid, now, message));
    }

    /** Whether this object was removed here, so that its name should not come back at once. */
    boolean hasRemoved(ObjectKind kind, ObjectKey key) {
        return changes.get(new ObjectRef(kind, key)) instanceof StateChange.Removed<?>;
    }

    List<StateChange<?>> changes() {
        List<StateChange<?>> differing = new ArrayList<>();
        changes.forEach((ref, change) -> {
            Optional<? extends Held<? extends HasMetadata>> stored = before.held(ref.kind(), ref.key());
            boolean differs = change instanceof StateChange.Stored<?>(var topic, var key, var value)
                    ? stored.isEmpty() || !Metadata.same(stored.get().value(), (HasMetadata) value)
                    : stored.isPresent();
            if (differs) {
                differing.add(change);
            }
        });
        return differing;
    }

    List<Fact> facts() {
        return facts;
    }

    Reaction reaction() {
        return new Reaction(changes(), facts);
    }

    /** The topic that holds a kind we own. */
    static Topic<? extends HasMetadata> topic(ObjectKind kind) {
        return switch (kind) {
            case POD -> Topics.PODS;
            case NODE -> Topics.NODES;
            case ENDPOINT_SLICE -> Topics.ENDPOINT_SLICES;
            case ENDPOINTS -> Topics.ENDPOINTS;
            case NAMESPACE, SERVICE, EVENT, NEWER_EVENT, LEASE ->
                throw new IllegalArgumentException("kind " + kind + " (expected: one the tracker owns)");
        };
    }

    private void put(ObjectKind kind, ObjectKey key, StateChange<?> change) {
        ObjectRef ref = new ObjectRef(kind, key);
        changes.remove(ref); // the order is that of the last changes
        changes.put(ref, change);
        state = state.replay(change, ResourceVersion.UNCOMMITTED);
    }
}
