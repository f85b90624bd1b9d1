package io.samegate.api.core.objects;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceSpec;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.Timestamps;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.request.FieldError;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.Statuses;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Conflicts;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Finalizers;
import io.samegate.eventlog.decide.Reaction;
import io.samegate.eventlog.decide.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of one Namespace. A deleted one is first marked Terminating. It stays as long as anything holds it back:
 * its contents ({@link Namespaces#KUBERNETES} among the finalizers of its spec, which only an emptied Namespace loses),
 * other finalizers of its spec, or those of its metadata. Whoever takes the last of them away removes it. Stateless.
 */
final class NamespaceRules {

    private static final Set<String> NEVER_DELETED = Set.of("default", "kube-public", "kube-system");
    private static final String ACTIVE = "Active";
    private static final String TERMINATING = "Terminating";
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private NamespaceRules() {}

    static Decision decide(Namespaces state, Request request, Instant now) {
        String name = request.header().target().key().name();
        return switch (request) {
            case Request.Create create -> create(state, create, name, now);
            case Request.Replace replace ->
                state.get(name)
                        .map(held -> replace(held, replace, now))
                        .orElseGet(() -> Decision.refused(Statuses.notFound(ObjectKind.NAMESPACE, name)));
            case Request.Delete delete ->
                state.get(name)
                        .map(held -> delete(held, delete, now))
                        .orElseGet(() -> Decision.refused(Statuses.notFound(ObjectKind.NAMESPACE, name)));
            case Request.CloseNamespace close ->
                Decision.refused(Statuses.badRequest("close-namespace is not for the owner of the namespaces"));
        };
    }

    /** A Namespace that nobody posted. */
    static Reaction required(String name, String uid, Instant now) {
        Namespace namespace = fresh(new Namespace(), name, uid, now);
        return new Reaction(List.of(stored(namespace)), List.of(created(namespace, now)));
    }

    /** All owners have said that they hold nothing in it any more. */
    static Reaction emptied(Namespaces.Held held, Instant now) {
        List<String> finalizers = new ArrayList<>(finalizers(held.namespace()));
        finalizers.remove(Namespaces.KUBERNETES);
        Namespace emptied = withFinalizers(held.namespace(), finalizers);
        if (isFree(emptied)) {
            return new Reaction(List.of(removed(emptied)), List.of(deleted(emptied, now)));
        }
        return emptied.equals(held.namespace()) ? Reaction.NONE : new Reaction(List.of(stored(emptied)), List.of());
    }

    private static Decision create(Namespaces state, Request.Create create, String name, Instant now) {
        if (state.get(name).isPresent()) {
            return Decision.refused(Statuses.alreadyExists(ObjectKind.NAMESPACE, name));
        }
        Namespace namespace =
                fresh((Namespace) create.object(), name, create.header().id(), now);
        return written(create, namespace, stored(namespace), List.of(created(namespace, now)));
    }

    private static Decision replace(Namespaces.Held held, Request.Replace replace, Instant now) {
        Optional<Decision> conflict = conflict(held, replace.preconditions());
        if (conflict.isPresent()) {
            return conflict.get();
        }
        Namespace asked = (Namespace) replace.object();
        return switch (replace.part()) {
            case MAIN -> replaceMain(held, replace, asked, now);
            case STATUS -> {
                Namespace next = new NamespaceBuilder(held.namespace())
                        .editMetadata()
                        .withManagedFields(asked.getMetadata().getManagedFields())
                        .endMetadata()
                        .withStatus(asked.getStatus())
                        .build();
                yield changed(held, replace, next, now);
            }
            case FINALIZERS -> changed(held, replace, finalized(held.namespace(), asked), now);
        };
    }

    private static Decision replaceMain(Namespaces.Held held, Request.Replace replace, Namespace asked, Instant now) {
        Namespace stored = held.namespace();
        List<FieldError> errors = Finalizers.errors(stored.getMetadata(), asked.getMetadata());
        if (!errors.isEmpty()) {
            return Decision.refused(Statuses.invalid(ObjectKind.NAMESPACE, held.name(), errors));
        }
        Namespace next = new NamespaceBuilder(asked)
                .editOrNewMetadata()
                .withName(held.name())
                .withUid(held.uid())
                .withCreationTimestamp(stored.getMetadata().getCreationTimestamp())
                .withGeneration(stored.getMetadata().getGeneration())
                .withSelfLink(stored.getMetadata().getSelfLink())
                .withDeletionTimestamp(stored.getMetadata().getDeletionTimestamp())
                .withDeletionGracePeriodSeconds(stored.getMetadata().getDeletionGracePeriodSeconds())
                .withResourceVersion(null)
                .addToLabels(NAME_LABEL, held.name())
                .endMetadata()
                .withSpec(stored.getSpec())
                .withStatus(stored.getStatus())
                .build();
        return changed(held, replace, next, now);
    }

    /** The finalizers that are asked for; that of the contents is nobody's to take away or to bring back. */
    private static Namespace finalized(Namespace stored, Namespace asked) {
        List<String> finalizers = new ArrayList<>(finalizers(asked));
        finalizers.remove(Namespaces.KUBERNETES);
        if (finalizers(stored).contains(Namespaces.KUBERNETES)) {
            finalizers.addFirst(Namespaces.KUBERNETES);
        }
        return withFinalizers(stored, finalizers);
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
        Namespace terminating = new NamespaceBuilder(withKubernetes(held.namespace()))
                .editMetadata()
                .withDeletionTimestamp(Timestamps.of(now))
                .endMetadata()
                .editOrNewStatus()
                .withPhase(TERMINATING)
                .endStatus()
                .build();
        return written(delete, terminating, stored(terminating), List.of());
    }

    private static Optional<Decision> conflict(Namespaces.Held held, Preconditions asked) {
        return Conflicts.of(ObjectKind.NAMESPACE, held.namespace().getMetadata(), held.offset(), asked)
                .map(Decision::refused);
    }

    private static Decision changed(Namespaces.Held held, Request request, Namespace next, Instant now) {
        if (isFree(next)) {
            return written(request, next, removed(next), List.of(deleted(next, now)));
        }
        return Json.sameButForManagedTimes(next, held.namespace())
                ? unchanged(request, held)
                : written(request, next, stored(next), List.of());
    }

    private static Decision written(Request request, Namespace next, StateChange<?> change, List<Fact> facts) {
        return unlessDry(request, next, Decision.written(Topics.OBJECTS, change.key(), List.of(change), facts));
    }

    private static Decision unchanged(Request request, Namespaces.Held held) {
        Namespace same = held.namespace();
        return unlessDry(
                request, same, Decision.unchanged(Topics.OBJECTS, ref(same).path(), held.offset()));
    }

    /** What is decided, of which a dry run only shows what would then be there. */
    private static Decision unlessDry(Request request, Namespace shown, Decision decided) {
        return request.header().dryRun() ? Decision.simulated(shown) : decided;
    }

    /** Whether it is to go and nothing holds it back. */
    private static boolean isFree(Namespace namespace) {
        return Finalizers.isDeleting(namespace.getMetadata())
                && Namespaces.isEmptied(namespace)
                && finalizers(namespace).isEmpty()
                && !Finalizers.hold(namespace.getMetadata());
    }

    private static Namespace fresh(Namespace asked, String name, String uid, Instant now) {
        return new NamespaceBuilder(withKubernetes(asked))
                .editOrNewMetadata()
                .withName(name)
                .withUid(uid)
                .withCreationTimestamp(Timestamps.of(now))
                .withGeneration(null)
                .withSelfLink(null)
                .withDeletionTimestamp(null)
                .withResourceVersion(null)
                .addToLabels(NAME_LABEL, name)
                .endMetadata()
                .withNewStatus()
                .withPhase(ACTIVE)
                .endStatus()
                .build();
    }

    private static Namespace withKubernetes(Namespace namespace) {
        List<String> finalizers = new ArrayList<>(finalizers(namespace));
        if (!finalizers.contains(Namespaces.KUBERNETES)) {
            finalizers.add(Namespaces.KUBERNETES);
        }
        return withFinalizers(namespace, finalizers);
    }

    private static Namespace withFinalizers(Namespace namespace, List<String> finalizers) {
        return new NamespaceBuilder(namespace)
                .withSpec(new NamespaceSpec(finalizers))
                .build();
    }

    private static List<String> finalizers(Namespace namespace) {
        return namespace.getSpec() == null ? List.of() : namespace.getSpec().getFinalizers();
    }

    private static StateChange<?> stored(Namespace namespace) {
        return new StateChange.Stored<>(Topics.OBJECTS, ref(namespace).path(), namespace);
    }

    private static StateChange<?> removed(Namespace namespace) {
        return new StateChange.Removed<>(Topics.OBJECTS, ref(namespace).path());
    }

    private static Fact created(Namespace namespace, Instant now) {
        return Fact.of(
                FactType.NAMESPACE_CREATED,
                ref(namespace),
                namespace.getMetadata().getUid(),
                now,
                "namespace created");
    }

    private static Fact deleted(Namespace namespace, Instant now) {
        return Fact.of(
                FactType.NAMESPACE_DELETED,
                ref(namespace),
                namespace.getMetadata().getUid(),
                now,
                "namespace and contents deleted");
    }

    private static ObjectRef ref(Namespace namespace) {
        return new ObjectRef(
                ObjectKind.NAMESPACE,
                ObjectKey.clusterScoped(namespace.getMetadata().getName()));
    }
}
