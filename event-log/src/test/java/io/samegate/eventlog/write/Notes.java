package io.samegate.eventlog.write;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.ResourceVersion;
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
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/** Rules with one of everything: preconditions, unchanged objects, inputs that tell facts, and a timer. */
record Notes(Instant dueAt) implements WriterRules<Notes.State, String> {

    record State(PMap<String, Held> held, PSet<String> observed) {}

    record Held(HasMetadata object, long offset) {}

    @Override
    public State empty() {
        return new State(HashTreePMap.empty(), HashTreePSet.empty());
    }

    @Override
    public State replay(State state, StateChange<?> change, long offset) {
        return switch (change) {
            case StateChange.Stored<?> stored ->
                new State(
                        state.held().plus(stored.key(), new Held((HasMetadata) stored.value(), offset)),
                        state.observed());
            case StateChange.Removed<?> removed -> new State(state.held().minus(removed.key()), state.observed());
        };
    }

    @Override
    public State observe(State state, String input) {
        return new State(state.held(), state.observed().plus(input));
    }

    /** Whose name is loud is remembered, also when nothing is written. */
    @Override
    public State heard(State state, Request request, Instant now) {
        String name = request.header().target().key().name();
        return name.startsWith("loud")
                ? new State(state.held(), state.observed().plus(name))
                : state;
    }

    /** An input is worth a word only if it ends in a full stop. */
    @Override
    public Reaction react(State state, String input, Instant now) {
        ObjectRef about = new ObjectRef(ObjectKind.NAMESPACE, ObjectKey.clusterScoped("about"));
        return input.endsWith(".")
                ? new Reaction(List.of(), List.of(Fact.of(FactType.NODE_READY, about, "", now, input)))
                : Reaction.NONE;
    }

    /** From a time on, whatever is held is due to be removed. */
    @Override
    public Reaction due(State state, Instant now) {
        return now.isBefore(dueAt)
                ? Reaction.NONE
                : new Reaction(
                        state.held().keySet().stream()
                                .<StateChange<?>>map(key -> new StateChange.Removed<>(Topics.OBJECTS, key))
                                .toList(),
                        List.of());
    }

    @Override
    public Decision decide(State state, Request request, Instant now) {
        String key = request.header().target().key().path();
        Held held = state.held().get(key);
        return switch (request) {
            case Request.Create create ->
                held == null
                        ? store(key, create.object())
                        : Decision.refused(Statuses.alreadyExists(ObjectKind.NAMESPACE, key));
            case Request.Replace replace -> replace(key, replace, held);
            case Request.Delete delete ->
                Decision.refused(
                        Statuses.badRequest("notes stay"),
                        Fact.of(FactType.REQUEST_REFUSED, delete.header().target(), "", now, "notes stay"));
            case Request.CloseNamespace close -> Decision.refused(Statuses.badRequest("nothing to close"));
        };
    }

    private static Decision replace(String key, Request.Replace replace, Held held) {
        if (held == null) {
            return Decision.refused(Statuses.notFound(ObjectKind.NAMESPACE, key));
        }
        if (replace.preconditions().asksForResourceVersion()
                && !ResourceVersion.matches(replace.preconditions().resourceVersion(), held.offset())) {
            return Decision.refused(Statuses.modified(ObjectKind.NAMESPACE, key));
        }
        return replace.object().equals(held.object())
                ? Decision.unchanged(Topics.OBJECTS, key, held.offset())
                : store(key, replace.object());
    }

    private static Decision store(String key, HasMetadata object) {
        return Decision.written(
                Topics.OBJECTS, key, List.of(new StateChange.Stored<>(Topics.OBJECTS, key, object)), List.of());
    }
}
