package io.samegate.eventlog;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.Statuses;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Reaction;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.decide.WriterRules;
import java.time.Instant;
import java.util.List;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** The smallest rules that store, replace and remove objects, for tests of the log around them. */
public final class NamespaceRules implements WriterRules<PMap<String, NamespaceRules.Held>, String> {

    public record Held(HasMetadata object, long offset) {}

    @Override
    public PMap<String, Held> empty() {
        return HashTreePMap.empty();
    }

    @Override
    public PMap<String, Held> replay(PMap<String, Held> state, StateChange<?> change, long offset) {
        return switch (change) {
            case StateChange.Stored<?> stored ->
                state.plus(stored.key(), new Held((HasMetadata) stored.value(), offset));
            case StateChange.Removed<?> removed -> state.minus(removed.key());
        };
    }

    @Override
    public PMap<String, Held> observe(PMap<String, Held> state, String input) {
        return state;
    }

    @Override
    public Decision decide(PMap<String, Held> state, Request request, Instant now) {
        String key = request.header().target().path();
        Held held = state.get(key);
        return switch (request) {
            case Request.Create create ->
                held == null
                        ? stored(key, create.object())
                        : Decision.refused(Statuses.alreadyExists(ObjectKind.NAMESPACE, key));
            case Request.Replace replace ->
                held == null
                        ? Decision.refused(Statuses.notFound(ObjectKind.NAMESPACE, key))
                        : stored(key, replace.object());
            case Request.Delete delete ->
                held == null
                        ? Decision.refused(Statuses.notFound(ObjectKind.NAMESPACE, key))
                        : Decision.written(
                                Topics.OBJECTS,
                                key,
                                List.of(new StateChange.Removed<>(Topics.OBJECTS, key)),
                                List.of());
            case Request.CloseNamespace close -> Decision.unchanged(Topics.OBJECTS, key, held.offset());
        };
    }

    private static Decision stored(String key, HasMetadata object) {
        return Decision.written(
                Topics.OBJECTS, key, List.of(new StateChange.Stored<>(Topics.OBJECTS, key, object)), List.of());
    }

    @Override
    public Reaction react(PMap<String, Held> state, String input, Instant now) {
        return new Reaction(
                List.of(),
                List.of(Fact.of(FactType.WRITER_CHANGED, TestRequests.namespace(input), "", now, "noticed " + input)));
    }

    @Override
    public Reaction due(PMap<String, Held> state, Instant now) {
        return Reaction.NONE;
    }
}
