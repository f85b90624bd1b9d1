package io.samegate.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.request.Statuses;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Reaction;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.decide.WriterRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Stands in for the owners of Services, Pods and endpoints: whatever is asked is done, if the version is right. */
final class AcceptAll implements WriterRules<Map<String, AcceptAll.Held>, Void> {

    record Held(HasMetadata object, long offset) {}

    @Override
    public Map<String, Held> empty() {
        return Map.of();
    }

    @Override
    public Map<String, Held> replay(Map<String, Held> state, StateChange<?> change, long offset) {
        Map<String, Held> next = new TreeMap<>(state);
        String key = change.topic().name() + "/" + change.key();
        switch (change) {
            case StateChange.Stored<?> stored -> next.put(key, new Held((HasMetadata) stored.value(), offset));
            case StateChange.Removed<?> removed -> next.remove(key);
        }
        return next;
    }

    @Override
    public Map<String, Held> observe(Map<String, Held> state, Void input) {
        return state;
    }

    @Override
    public Reaction react(Map<String, Held> state, Void input, Instant now) {
        return Reaction.NONE;
    }

    @Override
    public Reaction due(Map<String, Held> state, Instant now) {
        return Reaction.NONE;
    }

    @Override
    public Decision decide(Map<String, Held> state, Request request, Instant now) {
        RequestHeader header = request.header();
        ObjectKind kind = header.target().kind();
        String name = header.target().key().name();
        if (request instanceof Request.CloseNamespace) {
            return Decision.unchanged(Topics.SERVICES, name, 0);
        }
        Topic<? extends HasMetadata> topic = topic(kind);
        Optional<Held> held = Optional.ofNullable(
                state.get(topic.name() + "/" + header.target().key()));
        return switch (request) {
            case Request.Create create ->
                held.isPresent()
                        ? Decision.refused(Statuses.alreadyExists(kind, name))
                        : store(header, topic, born(create, now));
            case Request.Replace replace ->
                held.isEmpty()
                        ? Decision.refused(Statuses.notFound(kind, name))
                        : replace(header, topic, held.get(), replace);
            case Request.Delete delete ->
                held.isEmpty()
                        ? Decision.refused(Statuses.notFound(kind, name))
                        : remove(header, topic, held.get(), delete);
            case Request.CloseNamespace close -> throw new IllegalStateException("answered above");
        };
    }

    private static Decision replace(
            RequestHeader header, Topic<? extends HasMetadata> topic, Held held, Request.Replace replace) {
        if (replace.preconditions().asksForResourceVersion()
                && !ResourceVersion.matches(replace.preconditions().resourceVersion(), held.offset())) {
            return Decision.refused(Statuses.modified(
                    header.target().kind(), header.target().key().name()));
        }
        HasMetadata next = copy(replace.object());
        next.setMetadata(new ObjectMetaBuilder(next.getMetadata())
                .withUid(held.object().getMetadata().getUid())
                .withCreationTimestamp(held.object().getMetadata().getCreationTimestamp())
                .withResourceVersion(null)
                .build());
        return next.equals(held.object())
                ? Decision.unchanged(topic, header.target().key().path(), held.offset())
                : store(header, topic, next);
    }

    private static HasMetadata born(Request.Create create, Instant now) {
        HasMetadata object = copy(create.object());
        object.getMetadata().setUid(create.header().id());
        object.getMetadata().setCreationTimestamp(now.toString());
        return object;
    }

    private static HasMetadata copy(HasMetadata object) {
        return Json.readObject(Json.tree(object));
    }

    @SuppressWarnings("unchecked") // the topic is the one of the object's kind
    private static Decision store(RequestHeader header, Topic<? extends HasMetadata> topic, HasMetadata object) {
        if (header.dryRun()) {
            return Decision.simulated(object);
        }
        String key = header.target().key().path();
        return Decision.written(
                topic, key, List.of(new StateChange.Stored<>((Topic<HasMetadata>) topic, key, object)), List.of());
    }

    private static Decision remove(
            RequestHeader header, Topic<? extends HasMetadata> topic, Held held, Request.Delete delete) {
        ObjectRef target = header.target();
        String uid = held.object().getMetadata().getUid();
        String asked = delete.preconditions().uid();
        if (!asked.isEmpty() && !asked.equals(uid)) {
            return Decision.refused(
                    Statuses.otherUid(target.kind(), target.key().name(), asked, uid));
        }
        if (header.dryRun()) {
            return Decision.simulated(held.object());
        }
        String key = target.key().path();
        return Decision.written(topic, key, List.of(new StateChange.Removed<>(topic, key)), List.of());
    }

    private static Topic<? extends HasMetadata> topic(ObjectKind kind) {
        return switch (kind) {
            case SERVICE -> Topics.SERVICES;
            case POD -> Topics.PODS;
            case NODE -> Topics.NODES;
            case ENDPOINTS -> Topics.ENDPOINTS;
            case ENDPOINT_SLICE -> Topics.ENDPOINT_SLICES;
            case NAMESPACE, EVENT, NEWER_EVENT, LEASE ->
                throw new IllegalArgumentException("kind: " + kind + " (expected: an owned one)");
        };
    }
}
