package io.samegate.api.core.objects;

import io.fabric8.kubernetes.api.model.Namespace;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.Statuses;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Reaction;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.decide.WriterRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The rules of the plain kinds: Namespaces are kept ({@link NamespaceRules}), Events told on.
 */
public final class ObjectRules implements WriterRules<Namespaces, ObjectInput> {

    /** Exist from the first takeover on. */
    public static final List<String> REQUIRED = List.of("default", "kube-node-lease", "kube-public", "kube-system");

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
                state.get(name).isPresent() ? Reaction.NONE : NamespaceRules.required(name, uid, now);
            case ObjectInput.Emptied(String name, String uid) ->
                state.get(name)
                        .filter(held -> held.isTerminating() && held.uid().equals(uid))
                        .map(held -> NamespaceRules.emptied(held, now))
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
            case NAMESPACE -> NamespaceRules.decide(state, request, now);
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
}
