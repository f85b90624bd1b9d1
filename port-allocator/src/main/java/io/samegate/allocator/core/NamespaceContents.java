package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.Service;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.request.Statuses;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Finalizers;
import io.samegate.eventlog.decide.Reaction;
import io.samegate.eventlog.decide.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Empties namespaces that are being deleted, in one go: what nothing holds is removed, the rest marked. That happens as
 * soon as the namespace is seen to be going; the request to close it only hears whether anything is left.
 */
final class NamespaceContents {

    private NamespaceContents() {}

    /** What follows from a namespace's going; nothing where it is the one that stays. */
    static Reaction emptied(AllocatorState state, String namespace, Instant now) {
        List<StateChange<?>> changes = new ArrayList<>();
        List<Fact> facts = new ArrayList<>();
        if (namespace.equals(ApiService.NAMESPACE) || state.phase(namespace) == NamespacePhase.ACTIVE) {
            return Reaction.NONE;
        }
        for (ObjectKey key : state.allocations().in(namespace)) {
            Service service = state.allocations().find(key).orElseThrow().service();
            if (!Finalizers.hold(service.getMetadata())) {
                changes.add(Decisions.removed(key));
                facts.addAll(ServiceFacts.deleted(key, service, now));
                continue;
            }
            Service marked = ServiceObjects.deleting(service, now);
            if (!Json.same(service, marked)) {
                changes.add(Decisions.stored(key, marked));
                facts.addAll(ServiceFacts.deleting(key, marked, now));
            }
        }
        return new Reaction(changes, facts);
    }

    /** Refused while the namespace is not seen to be going, for a create could follow, and while finalizers hold. */
    static Decision close(AllocatorState state, RequestHeader header, Instant now) {
        String namespace = header.target().key().name();
        if (namespace.equals(ApiService.NAMESPACE)) {
            return Decisions.refused(
                    header,
                    "",
                    Statuses.forbidden(ObjectKind.NAMESPACE, namespace, "this namespace may not be deleted"),
                    now);
        }
        if (state.phase(namespace) == NamespacePhase.ACTIVE) {
            return notYet(namespace, "it is not seen to be terminating yet");
        }
        long held = state.allocations().in(namespace).stream()
                .map(key -> state.allocations().find(key).orElseThrow().service())
                .filter(service -> Finalizers.hold(service.getMetadata()))
                .count();
        if (held > 0) {
            return notYet(namespace, "not empty yet: finalizers hold back " + held + " of its Services");
        }
        Reaction emptied = emptied(state, namespace, now);
        return emptied.changes().isEmpty()
                ? closed(header)
                : Decision.written(
                        Topics.SERVICES, emptied.changes().getLast().key(), emptied.changes(), emptied.facts());
    }

    /** The record that stands for "nothing is left" is the Namespace's own, which the caller has seen. */
    private static Decision closed(RequestHeader header) {
        ObjectRef namespace = header.target();
        return Decision.unchanged(
                Topics.OBJECTS, namespace.path(), header.seen().getOrDefault(Topics.OBJECTS.name(), 0L));
    }

    /** It is asked again and again; nobody needs to hear of each time. */
    private static Decision notYet(String namespace, String why) {
        return Decision.refused(Statuses.conflict(ObjectKind.NAMESPACE, namespace, why));
    }
}
