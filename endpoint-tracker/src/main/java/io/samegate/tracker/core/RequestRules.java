package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.request.Statuses;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Finalizers;
import io.samegate.eventlog.decide.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What becomes of requests on Pods, Nodes, EndpointSlices and Endpoints. */
final class RequestRules {

    /** The API's own endpoints; they exist before the namespace has been seen. */
    private static final ObjectKey OF_THE_API = new ObjectKey("default", "kubernetes");

    private final PodRules pods;
    private final Join join;
    private final NamespaceContents contents;

    RequestRules(PodRules pods, Join join, NamespaceContents contents) {
        this.pods = pods;
        this.join = join;
        this.contents = contents;
    }

    Decision decide(TrackerState state, Request request, Instant now) {
        Edit edit = new Edit(state, now);
        return switch (request) {
            case Request.CloseNamespace close -> contents.close(edit, close.header());
            case Request.Create create -> create(edit, create);
            case Request.Replace replace -> replace(edit, replace);
            case Request.Delete delete -> delete(edit, delete);
        };
    }

    private Decision create(Edit edit, Request.Create request) {
        ObjectKind kind = request.header().target().kind();
        ObjectKey key = request.header().target().key();
        Optional<Status> closed = kind.namespaced() && !key.equals(OF_THE_API)
                ? Refusals.namespace(edit.state(), kind, key)
                : Optional.empty();
        if (closed.isPresent()) {
            return Decision.refused(closed.get());
        }
        if (edit.state().held(kind, key).isPresent()) {
            return Decision.refused(Statuses.alreadyExists(kind, key.name()));
        }
        Optional<Status> invalid = Refusals.pod(pods, request.object()).or(() -> Refusals.reserved(request.object()));
        if (invalid.isPresent()) {
            return Decision.refused(invalid.get());
        }
        String uid = request.header().id();
        ObjectMeta metadata = Metadata.created(request.object().getMetadata(), uid, edit.now());
        HasMetadata created = switch (request.object()) {
            case Pod pod -> pods.create(edit, pod, uid);
            case Node node ->
                store(edit, Metadata.on(new NodeBuilder(node).withStatus(null).build(), metadata));
            case HasMetadata other -> store(edit, Metadata.on(other, metadata));
        };
        follow(edit, created, Optional.empty());
        return finish(edit, request.header(), ResourceVersion.UNCOMMITTED, created);
    }

    private Decision replace(Edit edit, Request.Replace request) {
        ObjectKind kind = request.header().target().kind();
        ObjectKey key = request.header().target().key();
        Optional<? extends Held<? extends HasMetadata>> held = edit.state().held(kind, key);
        if (held.isEmpty()) {
            return Decision.refused(Statuses.notFound(kind, key.name()));
        }
        HasMetadata stored = held.get().value();
        Optional<Status> refusal = Refusals.conflict(kind, request.preconditions(), held.get())
                .or(() -> Refusals.otherObject(kind, request.object(), held.get()))
                .or(() -> Refusals.pod(pods, request.object()))
                .or(() -> Refusals.part(kind, key, request.part()))
                .or(() -> stored instanceof EndpointSlice slice && SliceIndex.isManaged(slice)
                        ? Optional.empty()
                        : Refusals.reserved(request.object()))
                .or(() -> Refusals.change(stored, request.object(), request.part()));
        if (refusal.isPresent()) {
            return Decision.refused(refusal.get());
        }
        Optional<String> zone = Backend.zone(key.name(), edit.state());
        HasMetadata replaced = replace(edit, stored, request);
        if (Finalizers.letGo(stored.getMetadata(), replaced.getMetadata())) {
            letGo(edit, replaced);
        }
        follow(edit, replaced, zone);
        return finish(edit, request.header(), held.get().offset(), replaced);
    }

    private HasMetadata replace(Edit edit, HasMetadata stored, Request.Replace request) {
        ObjectMeta metadata = Metadata.replaced(request.object().getMetadata(), stored.getMetadata());
        return switch (stored) {
            case Pod pod -> pods.replace(edit, pod, (Pod) request.object(), request.part());
            case Node node ->
                store(
                        edit,
                        Metadata.on(
                                new NodeBuilder((Node) request.object())
                                        .withStatus(node.getStatus())
                                        .build(),
                                metadata));
            case HasMetadata made
            when isMade(edit, made) -> store(edit, Metadata.on(made, annotatedAs(metadata, made.getMetadata())));
            case HasMetadata other -> store(edit, Metadata.on(request.object(), metadata));
        };
    }

    private Decision delete(Edit edit, Request.Delete request) {
        ObjectKind kind = request.header().target().kind();
        ObjectKey key = request.header().target().key();
        Optional<? extends Held<? extends HasMetadata>> held = edit.state().held(kind, key);
        if (held.isEmpty()) {
            return Decision.refused(Statuses.notFound(kind, key.name()));
        }
        Optional<Status> conflict = Refusals.conflict(kind, request.preconditions(), held.get());
        if (conflict.isPresent()) {
            return Decision.refused(conflict.get());
        }
        Optional<String> zone = Backend.zone(key.name(), edit.state());
        switch (held.get().value()) {
            case Pod pod -> pods.delete(edit, pod, request.grace());
            case HasMetadata other -> edit.delete(other);
        }
        follow(edit, held.get().value(), zone);
        return finish(edit, request.header(), held.get().offset(), held.get().value());
    }

    /** Nothing holds it back any more; a Pod whose grace still runs leaves when that is over. */
    private void letGo(Edit edit, HasMetadata object) {
        switch (object) {
            case Pod pod -> {
                if (new PodView(pod).hasLeft()) {
                    pods.remove(edit, pod, "no finalizer holds it any more");
                }
            }
            case HasMetadata other -> edit.delete(other);
        }
    }

    /** What is made of an object follows its change, whether it is still there or not. */
    private void follow(Edit edit, HasMetadata changed, Optional<String> zoneBefore) {
        switch (changed) {
            case Node node -> join.nodeChanged(edit, node.getMetadata().getName(), zoneBefore);
            case EndpointSlice slice
            when SliceIndex.isManaged(slice) ->
                SliceIndex.serviceOf(slice).ifPresent(service -> join.reconcile(edit, Set.of(service)));
            case Endpoints list -> {
                ObjectKey service = ObjectKey.of(list);
                if (edit.state().observed().services().get(service).isPresent()) {
                    join.reconcile(edit, Set.of(service));
                }
            }
            case HasMetadata other -> {
                // Pods are followed step by step; nothing is made of slices of others.
            }
        }
    }

    private static HasMetadata store(Edit edit, HasMetadata object) {
        edit.store(object);
        return object;
    }

    private static Decision finish(Edit edit, RequestHeader header, long storedOffset, HasMetadata result) {
        if (header.dryRun()) {
            return Decision.simulated(result);
        }
        var topic = Edit.topic(header.target().kind());
        Outcome accepted = new Outcome.Accepted(topic, header.target().key().path(), storedOffset);
        return new Decision(accepted, edit.changes(), edit.facts());
    }

    /** Whether the tracker makes the object from others: users may annotate it, and that is all. */
    private static boolean isMade(Edit edit, HasMetadata object) {
        return switch (object) {
            case EndpointSlice slice -> SliceIndex.isManaged(slice);
            case Endpoints list ->
                edit.state()
                        .observed()
                        .services()
                        .get(ObjectKey.of(list))
                        .map(service -> !ServiceIndex.selector(service).isEmpty())
                        .orElse(false);
            case HasMetadata other -> false;
        };
    }

    /** Who manages the annotations comes with them. */
    private static ObjectMeta annotatedAs(ObjectMeta asked, ObjectMeta stored) {
        return new ObjectMetaBuilder(stored)
                .withAnnotations(asked.getAnnotations())
                .withManagedFields(asked.getManagedFields())
                .build();
    }
}
