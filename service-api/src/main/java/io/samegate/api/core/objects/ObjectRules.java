package io.samegate.api.core.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.Statuses;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Reaction;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.decide.WriterRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of the plain kinds: Namespaces are kept, Events told on.
 *
 * <p>A deleted Namespace is first marked Terminating; it goes once all owners have said that they hold nothing in it
 * any more ({@link ObjectInput.Emptied}).
 */
public final class ObjectRules implements WriterRules<Namespaces, ObjectInput> {

    /** Exist from the first takeover on. */
    public static final List<String> REQUIRED = List.of("default", "kube-node-lease", "kube-public", "kube-system");

    private static final Set<String> NEVER_DELETED = Set.of("default", "kube-public", "kube-system");
    private static final String ACTIVE = "Active";
    private static final String TERMINATING = "Terminating";
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    @Override
    public Namespaces empty() {
        return Namespaces.NONE;
    }

    @Override
    public Namespaces replay(Namespaces state, StateChange<?> change, long offset) {
        return switch (change) {
            case StateChange.Stored<?> stored ->
                stored.value() instanceof Namespace namespace ? state.with(namespace, offset) : state;
            case StateChange.Removed<?> removed -> {
                ObjectRef ref = ObjectRef.parse(removed.key());
                yield ref.kind() == ObjectKind.NAMESPACE
                        ? state.without(ref.key().name())
                        : state;
            }
        };
    }

    /** Nothing is observed: what the inputs say is acted upon at once. */
    @Override
    public Namespaces observe(Namespaces state, ObjectInput input) {
        return state;
    }

    @Override
    public Reaction react(Namespaces state, ObjectInput input, Instant now) {
        return switch (input) {
            case ObjectInput.Required(String name, String uid) ->
                state.get(name).isPresent() ? Reaction.NONE : store(fresh(new Namespace(), name, uid, now), now);
            case ObjectInput.Emptied(String name, String uid) ->
                state.get(name)
                        .filter(held -> held.isTerminating() && held.uid().equals(uid))
                        .map(held -> remove(held, now))
                        .orElse(Reaction.NONE);
        };
    }

    @Override
    public Reaction due(Namespaces state, Instant now) {
        return Reaction.NONE;
    }

    @Override
    public Decision decide(Namespaces state, Request request, Instant now) {
        ObjectKind kind = request.header().target().kind();
        return switch (kind) {
            case NAMESPACE -> decideNamespace(state, request, now);
            case EVENT -> decideEvent(state, request, now);
            case SERVICE, POD, NODE, ENDPOINTS, ENDPOINT_SLICE, NEWER_EVENT, LEASE ->
                Decision.refused(Statuses.badRequest(kind.qualified() + " have another owner"));
        };
    }

    private static Decision decideEvent(Namespaces state, Request request, Instant now) {
        String name = request.header().target().key().namespace();
        Optional<Namespaces.Held> home = state.get(name);
        if (home.isEmpty()) {
            return Decision.refused(Statuses.notFound(ObjectKind.NAMESPACE, name));
        }
        if (request instanceof Request.Create && home.get().isTerminating()) {
            return Decision.refused(Statuses.forbidden(
                    ObjectKind.EVENT,
                    request.header().target().key().name(),
                    "unable to create new content in namespace " + name + " because it is being terminated"));
        }
        return UserEvents.decide(request, now);
    }

    private static Decision decideNamespace(Namespaces state, Request request, Instant now) {
        String name = request.header().target().key().name();
        return switch (request) {
            case Request.Create create -> create(state, create, name, now);
            case Request.Replace replace ->
                state.get(name)
                        .map(held -> replace(held, replace))
                        .orElseGet(() -> Decision.refused(Statuses.notFound(ObjectKind.NAMESPACE, name)));
            case Request.Delete delete ->
                state.get(name)
                        .map(held -> delete(held, delete, now))
                        .orElseGet(() -> Decision.refused(Statuses.notFound(ObjectKind.NAMESPACE, name)));
            case Request.CloseNamespace close ->
                Decision.refused(Statuses.badRequest("close-namespace is not for the owner of the namespaces"));
        };
    }

    private static Decision create(Namespaces state, Request.Create create, String name, Instant now) {
        if (state.get(name).isPresent()) {
            return Decision.refused(Statuses.alreadyExists(ObjectKind.NAMESPACE, name));
        }
        Namespace namespace =
                fresh((Namespace) create.object(), name, create.header().id(), now);
        return answer(create, namespace, store(namespace, now).facts());
    }

    private static Decision replace(Namespaces.Held held, Request.Replace replace) {
        Optional<Decision> conflict = conflict(held, replace.preconditions());
        if (conflict.isPresent()) {
            return conflict.get();
        }
        Namespace stored = held.namespace();
        Namespace asked = (Namespace) replace.object();
        Namespace next = replace.part() == Part.STATUS
                ? new NamespaceBuilder(stored).withStatus(asked.getStatus()).build()
                : new NamespaceBuilder(asked)
                        .editOrNewMetadata()
                        .withName(held.name())
                        .withUid(held.uid())
                        .withCreationTimestamp(stored.getMetadata().getCreationTimestamp())
                        .withDeletionTimestamp(stored.getMetadata().getDeletionTimestamp())
                        .withResourceVersion(null)
                        .addToLabels(NAME_LABEL, held.name())
                        .endMetadata()
                        .withStatus(stored.getStatus())
                        .build();
        return next.equals(stored) ? unchanged(replace, held) : answer(replace, next, List.of());
    }

    private static Decision delete(Namespaces.Held held, Request.Delete delete, Instant now) {
        Optional<Decision> conflict = conflict(held, delete.preconditions());
        if (conflict.isPresent()) {
            return conflict.get();
        }
        if (NEVER_DELETED.contains(held.name())) {
            return Decision.refused(
                    Statuses.forbidden(ObjectKind.NAMESPACE, held.name(), "this namespace may not be deleted"));
        }
        if (held.isTerminating()) {
            return unchanged(delete, held);
        }
        Namespace terminating = new NamespaceBuilder(held.namespace())
                .editMetadata()
                .withDeletionTimestamp(Timestamps.of(now))
                .endMetadata()
                .editOrNewStatus()
                .withPhase(TERMINATING)
                .endStatus()
                .build();
        return answer(delete, terminating, List.of());
    }

    private static Optional<Decision> conflict(Namespaces.Held held, Preconditions asked) {
        if (asked.asksForUid() && !asked.uid().equals(held.uid())) {
            return Optional.of(
                    Decision.refused(Statuses.otherUid(ObjectKind.NAMESPACE, held.name(), asked.uid(), held.uid())));
        }
        if (asked.asksForResourceVersion() && !ResourceVersion.matches(asked.resourceVersion(), held.offset())) {
            return Optional.of(Decision.refused(Statuses.modified(ObjectKind.NAMESPACE, held.name())));
        }
        return Optional.empty();
    }

    private static Namespace fresh(Namespace asked, String name, String uid, Instant now) {
        return new NamespaceBuilder(asked)
                .editOrNewMetadata()
                .withName(name)
                .withUid(uid)
                .withCreationTimestamp(Timestamps.of(now))
                .withDeletionTimestamp(null)
                .withResourceVersion(null)
                .addToLabels(NAME_LABEL, name)
                .endMetadata()
                .withNewStatus()
                .withPhase(ACTIVE)
                .endStatus()
                .build();
    }

    private static Decision answer(Request request, Namespace next, List<Fact> facts) {
        if (request.header().dryRun()) {
            return Decision.simulated(next);
        }
        String key = key(next);
        return Decision.written(
                Topics.OBJECTS, key, List.of(new StateChange.Stored<>(Topics.OBJECTS, key, next)), facts);
    }

    private static Decision unchanged(Request request, Namespaces.Held held) {
        return request.header().dryRun()
                ? Decision.simulated(held.namespace())
                : Decision.unchanged(Topics.OBJECTS, key(held.namespace()), held.offset());
    }

    private static Reaction store(Namespace namespace, Instant now) {
        Fact fact = Fact.of(
                FactType.NAMESPACE_CREATED,
                ref(namespace),
                namespace.getMetadata().getUid(),
                now,
                "namespace created");
        return new Reaction(
                List.of(new StateChange.Stored<>(Topics.OBJECTS, key(namespace), namespace)), List.of(fact));
    }

    private static Reaction remove(Namespaces.Held held, Instant now) {
        Fact fact = Fact.of(
                FactType.NAMESPACE_DELETED, ref(held.namespace()), held.uid(), now, "namespace and contents deleted");
        return new Reaction(List.of(new StateChange.Removed<>(Topics.OBJECTS, key(held.namespace()))), List.of(fact));
    }

    private static ObjectRef ref(HasMetadata namespace) {
        return new ObjectRef(
                ObjectKind.NAMESPACE,
                ObjectKey.clusterScoped(namespace.getMetadata().getName()));
    }

    private static String key(HasMetadata namespace) {
        return ref(namespace).path();
    }
}
