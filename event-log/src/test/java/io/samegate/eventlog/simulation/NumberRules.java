package io.samegate.eventlog.simulation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.Statuses;
import io.samegate.contracts.topic.Codec;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.TopicKind;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Reaction;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.decide.WriterRules;
import io.samegate.eventlog.simulation.Numbers.Ceiling;
import io.samegate.eventlog.simulation.Numbers.Held;
import io.samegate.eventlog.simulation.Numbers.Holding;
import io.samegate.eventlog.simulation.Numbers.Rest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A small allocator: few keys, fewer numbers, each number has one holder. Two state topics, so that a transaction that
 * is only half visible would show: a number never is held and rests. A ceiling observed elsewhere takes numbers away.
 */
final class NumberRules implements WriterRules<Numbers, Ceiling> {

    static final Topic<Holding> HOLDINGS = new Topic<>("holdings", TopicKind.STATE, 1, new Unused<>(), "");
    static final Topic<Rest> RESTS = new Topic<>("rests", TopicKind.STATE, 1, new Unused<>(), "");

    private static final Duration REST = Duration.ofSeconds(1);

    /** The number an object asks for; zero leaves the choice to the rules. */
    static int asked(HasMetadata object) {
        return Integer.parseInt(object.getMetadata().getAnnotations().get("number"));
    }

    static String note(HasMetadata object) {
        return object.getMetadata().getAnnotations().get("note");
    }

    @Override
    public Numbers empty() {
        return Numbers.NONE;
    }

    @Override
    public Numbers replay(Numbers state, StateChange<?> change, long offset) {
        return switch (change) {
            case StateChange.Stored<?>(Topic<?> topic, String key, Holding holding) ->
                state.with(state.held().plus(key, new Held(holding, offset)));
            case StateChange.Stored<?>(Topic<?> topic, String key, Rest rest) ->
                state.withResting(state.resting().plus(rest.number(), rest.until()));
            case StateChange.Stored<?> other -> throw new IllegalArgumentException("not of this model: " + other);
            case StateChange.Removed<?>(Topic<?> topic, String key) ->
                topic.equals(HOLDINGS)
                        ? state.with(state.held().minus(key))
                        : state.withResting(state.resting().minus(Integer.valueOf(key)));
        };
    }

    @Override
    public Numbers observe(Numbers state, Ceiling input) {
        return state.under(input);
    }

    @Override
    public Reaction react(Numbers state, Ceiling input, Instant now) {
        List<StateChange<?>> changes = new ArrayList<>();
        state.held().forEach((key, held) -> {
            if (held.holding().number() > input.number()) {
                changes.add(new StateChange.Removed<>(HOLDINGS, key));
            }
        });
        return new Reaction(changes, List.of());
    }

    @Override
    public Reaction due(Numbers state, Instant now) {
        List<StateChange<?>> changes = new ArrayList<>();
        state.resting().forEach((number, until) -> {
            if (!until.isAfter(now)) {
                changes.add(new StateChange.Removed<>(RESTS, Integer.toString(number)));
            }
        });
        return new Reaction(changes, List.of());
    }

    @Override
    public Decision decide(Numbers state, Request request, Instant now) {
        return switch (request) {
            case Request.Create create -> create(state, create);
            case Request.Replace replace -> replace(state, replace);
            case Request.Delete delete -> delete(state, delete, now);
            case Request.CloseNamespace close -> Decision.refused(Statuses.badRequest("there are no namespaces here"));
        };
    }

    private static Decision create(Numbers state, Request.Create create) {
        String key = key(create);
        if (state.held().containsKey(key)) {
            return Decision.refused(Statuses.alreadyExists(ObjectKind.SERVICE, key));
        }
        OptionalInt number = choose(state, asked(create.object()));
        return number.isEmpty()
                ? Decision.refused(Statuses.internalError("range is full"))
                : hold(
                        state,
                        create,
                        new Holding(create.header().id(), number.getAsInt(), note(create.object())),
                        create.object());
    }

    private static Decision replace(Numbers state, Request.Replace replace) {
        String key = key(replace);
        Held held = state.held().get(key);
        if (held == null) {
            return Decision.refused(Statuses.notFound(ObjectKind.SERVICE, key));
        }
        if (!holds(replace.preconditions(), held)) {
            return Decision.refused(Statuses.modified(ObjectKind.SERVICE, key));
        }
        Holding before = held.holding();
        int asked = asked(replace.object());
        boolean stays = asked == 0 || asked == before.number();
        if (stays && note(replace.object()).equals(before.note())) {
            return replace.header().dryRun()
                    ? Decision.simulated(replace.object())
                    : Decision.unchanged(HOLDINGS, key, held.offset());
        }
        OptionalInt number = stays ? OptionalInt.of(before.number()) : choose(state, asked);
        return number.isEmpty()
                ? Decision.refused(Statuses.internalError("range is full"))
                : hold(
                        state,
                        replace,
                        new Holding(before.uid(), number.getAsInt(), note(replace.object())),
                        replace.object());
    }

    private static Decision delete(Numbers state, Request.Delete delete, Instant now) {
        String key = key(delete);
        Held held = state.held().get(key);
        if (held == null) {
            return Decision.refused(Statuses.notFound(ObjectKind.SERVICE, key));
        }
        if (!holds(delete.preconditions(), held)) {
            return Decision.refused(Statuses.modified(ObjectKind.SERVICE, key));
        }
        if (delete.header().dryRun()) {
            return Decision.refused(Statuses.badRequest("no dry run of a delete here"));
        }
        int number = held.holding().number();
        return Decision.written(
                HOLDINGS,
                key,
                List.of(
                        new StateChange.Removed<>(HOLDINGS, key),
                        new StateChange.Stored<>(RESTS, Integer.toString(number), new Rest(number, now.plus(REST)))),
                List.of());
    }

    private static Decision hold(Numbers state, Request request, Holding holding, HasMetadata object) {
        if (request.header().dryRun()) {
            return Decision.simulated(object);
        }
        List<StateChange<?>> changes = new ArrayList<>();
        changes.add(new StateChange.Stored<>(HOLDINGS, key(request), holding));
        if (state.resting().containsKey(holding.number())) {
            changes.add(new StateChange.Removed<>(RESTS, Integer.toString(holding.number())));
        }
        return Decision.written(HOLDINGS, key(request), changes, List.of());
    }

    /** The number asked for unless it is taken; else the first free one, those that rest last. */
    private static OptionalInt choose(Numbers state, int asked) {
        if (asked != 0) {
            return state.isTaken(asked) || asked > state.ceiling().number()
                    ? OptionalInt.empty()
                    : OptionalInt.of(asked);
        }
        List<Integer> free = IntStream.rangeClosed(1, state.ceiling().number())
                .filter(number -> !state.isTaken(number))
                .boxed()
                .toList();
        return Stream.concat(free.stream().filter(number -> !state.resting().containsKey(number)), free.stream())
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    static boolean holds(Preconditions preconditions, Held held) {
        return (!preconditions.asksForUid()
                        || preconditions.uid().equals(held.holding().uid()))
                && (!preconditions.asksForResourceVersion()
                        || ResourceVersion.matches(preconditions.resourceVersion(), held.offset()));
    }

    static String key(Request request) {
        return request.header().target().key().path();
    }

    /** The simulated log keeps values, not bytes. */
    private record Unused<T>() implements Codec<T> {
        @Override
        public byte[] encode(T value) {
            throw new UnsupportedOperationException("encode: " + value);
        }

        @Override
        public T decode(byte[] bytes) {
            throw new UnsupportedOperationException("decode");
        }

        @Override
        public String type(T value) {
            return "io.samegate.simulated";
        }
    }
}
