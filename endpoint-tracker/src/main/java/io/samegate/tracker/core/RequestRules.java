package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.request.FieldError;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.request.Statuses;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What becomes of requests on Pods, Nodes, EndpointSlices and Endpoints. */
final class RequestRules {

    /** The API's own endpoints; they exist before the namespace has been seen. */
    private static final ObjectKey OF_THE_API = new ObjectKey("default", "kubernetes");

    private static final String RESERVED =
            SliceIndex.MANAGED_BY + "=" + SliceIndex.BY_SELECTOR + " is reserved for slices made from a selector";

    private final PodRules pods;
    private final Join join;

    RequestRules(PodRules pods, Join join) {
        this.pods = pods;
        this.join = join;
    }

    Decision decide(TrackerState state, Request request, Instant now) {
        Edit edit = new Edit(state, now);
        return switch (request) {
            case Request.CloseNamespace close -> closeNamespace(edit, close.header());
            case Request.Create create -> create(edit, create);
            case Request.Replace replace -> replace(edit, replace);
            case Request.Delete delete -> delete(edit, delete);
        };
    }

    private Decision create(Edit edit, Request.Create request) {
        ObjectKind kind = request.header().target().kind();
        ObjectKey key = request.header().target().key();
        Optional<Status> closed = kind.namespaced() && !key.equals(OF_THE_API)
                ? namespaceRefusal(edit.state(), kind, key)
                : Optional.empty();
        if (closed.isPresent()) {
            return Decision.refused(closed.get());
        }
        if (edit.state().held(kind, key).isPresent()) {
            return Decision.refused(Statuses.alreadyExists(kind, key.name()));
        }
        Optional<Status> invalid = check(request.object()).or(() -> reservedRefusal(request.object()));
        if (invalid.isPresent()) {
            return Decision.refused(invalid.get());
        }
        String uid = request.header().id();
        ObjectMeta metadata = Metadata.created(request.object().getMetadata(), uid, edit.now());
        HasMetadata created = switch (request.object()) {
            case Pod pod -> pods.create(edit, pod, uid);
            case Node node ->
                store(
                        edit,
                        new NodeBuilder(node)
                                .withMetadata(metadata)
                                .withStatus(null)
                                .build());
            case EndpointSlice slice ->
                store(
                        edit,
                        new EndpointSliceBuilder(slice).withMetadata(metadata).build());
            case Endpoints list ->
                store(edit, new EndpointsBuilder(list).withMetadata(metadata).build());
            default -> throw new IllegalArgumentException("kind " + kind + " (expected: one we own)");
        };
        if (created instanceof Node) {
            join.nodeChanged(edit, key.name(), Optional.empty());
        }
        return finish(edit, request.header(), ResourceVersion.UNCOMMITTED, created);
    }

    private Decision replace(Edit edit, Request.Replace request) {
        ObjectKind kind = request.header().target().kind();
        ObjectKey key = request.header().target().key();
        Optional<? extends Held<? extends HasMetadata>> held = edit.state().held(kind, key);
        if (held.isEmpty()) {
            return Decision.refused(Statuses.notFound(kind, key.name()));
        }
        String uid = request.object().getMetadata().getUid();
        Optional<Status> refusal = conflict(kind, request.preconditions(), held.get())
                .or(() -> uid == null || uid.isEmpty()
                        ? Optional.empty()
                        : conflict(kind, new Preconditions(uid, ""), held.get()))
                .or(() -> check(request.object()))
                .or(() -> partRefusal(kind, key, request.part()))
                .or(() -> held.get().value() instanceof EndpointSlice slice && SliceIndex.isFromSelector(slice)
                        ? Optional.empty()
                        : sliceRefusal(held.get().value(), request.object()));
        if (refusal.isPresent()) {
            return Decision.refused(refusal.get());
        }
        HasMetadata replaced = replace(edit, held.get().value(), request);
        return finish(edit, request.header(), held.get().offset(), replaced);
    }

    private HasMetadata replace(Edit edit, HasMetadata stored, Request.Replace request) {
        ObjectMeta metadata = Metadata.replaced(request.object().getMetadata(), stored.getMetadata());
        Map<String, String> annotations = metadata.getAnnotations();
        return switch (stored) {
            case Pod pod -> pods.replace(edit, pod, (Pod) request.object(), request.part());
            case Node node -> {
                Optional<String> zone = Backend.zone(node.getMetadata().getName(), edit.state());
                HasMetadata replaced = store(
                        edit,
                        new NodeBuilder((Node) request.object())
                                .withMetadata(metadata)
                                .withStatus(node.getStatus())
                                .build());
                join.nodeChanged(edit, node.getMetadata().getName(), zone);
                yield replaced;
            }
            case EndpointSlice slice
            when SliceIndex.isFromSelector(slice) ->
                store(
                        edit,
                        new EndpointSliceBuilder(slice)
                                .withMetadata(annotated(slice, annotations))
                                .build());
            case EndpointSlice slice ->
                store(
                        edit,
                        new EndpointSliceBuilder((EndpointSlice) request.object())
                                .withMetadata(metadata)
                                .build());
            case Endpoints list
            when isFromSelector(edit, list) ->
                store(
                        edit,
                        new EndpointsBuilder(list)
                                .withMetadata(annotated(list, annotations))
                                .build());
            case Endpoints list ->
                store(
                        edit,
                        new EndpointsBuilder((Endpoints) request.object())
                                .withMetadata(metadata)
                                .build());
            default -> throw new IllegalArgumentException("kind " + stored.getKind() + " (expected: one we own)");
        };
    }

    private Decision delete(Edit edit, Request.Delete request) {
        ObjectKind kind = request.header().target().kind();
        ObjectKey key = request.header().target().key();
        Optional<? extends Held<? extends HasMetadata>> held = edit.state().held(kind, key);
        if (held.isEmpty()) {
            return Decision.refused(Statuses.notFound(kind, key.name()));
        }
        Optional<Status> conflict = conflict(kind, request.preconditions(), held.get());
        if (conflict.isPresent()) {
            return Decision.refused(conflict.get());
        }
        Optional<String> zone = Backend.zone(key.name(), edit.state());
        switch (held.get().value()) {
            case Pod pod -> pods.delete(edit, pod, request.grace());
            case EndpointSlice slice -> {
                edit.remove(kind, key);
                if (SliceIndex.isFromSelector(slice)) {
                    SliceIndex.serviceOf(slice).ifPresent(service -> join.reconcile(edit, Set.of(service)));
                }
            }
            case Endpoints list -> {
                edit.remove(kind, key);
                if (edit.state().observed().services().get(key).isPresent()) {
                    join.reconcile(edit, Set.of(key));
                }
            }
            case Node node -> {
                edit.remove(kind, key);
                join.nodeChanged(edit, key.name(), zone);
            }
            default -> throw new IllegalArgumentException("kind " + kind + " (expected: one we own)");
        }
        return finish(edit, request.header(), held.get().offset(), held.get().value());
    }

    /** Removes whatever is left in a namespace; creates in it are refused since it was seen closing. */
    private Decision closeNamespace(Edit edit, RequestHeader header) {
        String namespace = header.target().key().name();
        TrackerState before = edit.state();
        if (before.observed().namespaces().containsKey(namespace) && !Join.isClosing(before, namespace)) {
            // Creates would still be accepted after this: the namespace must be seen to close first.
            return Decision.refused(
                    Statuses.conflict(ObjectKind.NAMESPACE, namespace, "it is not seen to be terminating yet"));
        }
        before.pods().all().forEach((key, held) -> {
            if (key.namespace().equals(namespace)) {
                pods.remove(edit, held.value(), "its namespace is deleted");
            }
        });
        removeAll(
                edit,
                ObjectKind.ENDPOINT_SLICE,
                namespace,
                edit.state().slices().all().keySet());
        removeAll(
                edit, ObjectKind.ENDPOINTS, namespace, edit.state().endpoints().keySet());
        if (header.dryRun() || edit.changes().isEmpty()) {
            return Decision.unchanged(Topics.PODS, namespace, 0);
        }
        var last = edit.changes().getLast();
        return Decision.written(last.topic(), last.key(), edit.changes(), edit.facts());
    }

    private static void removeAll(Edit edit, ObjectKind kind, String namespace, Set<ObjectKey> keys) {
        keys.stream().filter(key -> key.namespace().equals(namespace)).forEach(key -> edit.remove(kind, key));
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

    private Optional<Status> check(HasMetadata object) {
        return switch (object) {
            case Pod pod -> {
                List<FieldError> errors = pods.check(pod);
                yield errors.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Statuses.invalid(
                                ObjectKind.POD, pod.getMetadata().getName(), errors));
            }
            default -> Optional.empty();
        };
    }

    /** Nobody but the tracker makes slices that say they are made from a selector. */
    private static Optional<Status> reservedRefusal(HasMetadata asked) {
        return asked instanceof EndpointSlice slice && SliceIndex.isFromSelector(slice)
                ? Optional.of(Statuses.forbidden(
                        ObjectKind.ENDPOINT_SLICE, slice.getMetadata().getName(), RESERVED))
                : Optional.empty();
    }

    private static Optional<Status> namespaceRefusal(TrackerState state, ObjectKind kind, ObjectKey key) {
        String namespace = key.namespace();
        if (!state.observed().namespaces().containsKey(namespace)) {
            return Optional.of(Statuses.notFound(ObjectKind.NAMESPACE, namespace));
        }
        return Join.isClosing(state, namespace)
                ? Optional.of(Statuses.forbidden(
                        kind,
                        key.name(),
                        "unable to create new content in namespace " + namespace + " because it is being terminated"))
                : Optional.empty();
    }

    private static Optional<Status> conflict(ObjectKind kind, Preconditions asked, Held<? extends HasMetadata> held) {
        ObjectMeta metadata = held.value().getMetadata();
        if (asked.asksForUid() && !asked.uid().equals(metadata.getUid())) {
            return Optional.of(Statuses.otherUid(kind, metadata.getName(), asked.uid(), metadata.getUid()));
        }
        boolean outdated =
                asked.asksForResourceVersion() && !ResourceVersion.matches(asked.resourceVersion(), held.offset());
        return outdated ? Optional.of(Statuses.modified(kind, metadata.getName())) : Optional.empty();
    }

    private static Optional<Status> partRefusal(ObjectKind kind, ObjectKey key, Part part) {
        return switch (part) {
            case MAIN -> Optional.empty();
            case STATUS ->
                kind == ObjectKind.POD
                        ? Optional.empty()
                        : Optional.of(Statuses.forbidden(kind, key.name(), "its status is not written by clients"));
            case FINALIZERS ->
                Optional.of(Statuses.badRequest("the spec of a " + kind.kind() + " has no finalizers"));
        };
    }

    private static Optional<Status> sliceRefusal(HasMetadata stored, HasMetadata asked) {
        return reservedRefusal(asked).or(() -> addressTypeRefusal(stored, asked));
    }

    private static Optional<Status> addressTypeRefusal(HasMetadata stored, HasMetadata asked) {
        boolean changed = stored instanceof EndpointSlice before
                && asked instanceof EndpointSlice after
                && !before.getAddressType().equals(after.getAddressType());
        return changed
                ? Optional.of(Statuses.invalid(
                        ObjectKind.ENDPOINT_SLICE,
                        stored.getMetadata().getName(),
                        List.of(FieldError.invalid(
                                "addressType", ((EndpointSlice) asked).getAddressType(), "field is immutable"))))
                : Optional.empty();
    }

    private static boolean isFromSelector(Edit edit, Endpoints list) {
        return edit.state()
                .observed()
                .services()
                .get(ObjectKey.of(list))
                .map(service -> !ServiceIndex.selector(service).isEmpty())
                .orElse(false);
    }

    /** What is made from a selector is not changed by users; they may annotate it. */
    private static ObjectMeta annotated(HasMetadata stored, Map<String, String> annotations) {
        return new ObjectMetaBuilder(stored.getMetadata())
                .withAnnotations(annotations)
                .build();
    }
}
