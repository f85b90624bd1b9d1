package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.topic.Codec;
import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Outcome;
import io.samegate.eventlog.decide.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A writer and its log in memory: decides on a candidate, and commits either after each step or when told to. What is
 * committed has been through its codec, as on a real log.
 */
final class Ledger {

    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    final TrackerRules rules;
    final List<StateChange<?>> written = new ArrayList<>();
    final List<Fact> facts = new ArrayList<>();
    private final Map<Topic<?>, Long> ends = new HashMap<>();
    private final List<StateChange<?>> pending = new ArrayList<>();
    private boolean commitsEachStep = true;
    private TrackerState observed;
    private TrackerState candidate;
    Instant now = START;

    Ledger(TrackerSettings settings) {
        this.rules = new TrackerRules(settings);
        this.observed = rules.empty();
        this.candidate = observed;
        notice(new TrackerInput.TookOver(now));
        namespace("default", "Active");
        written.clear();
    }

    /** From now on steps gather until {@link #commit()}. */
    Ledger gathering() {
        commitsEachStep = false;
        return this;
    }

    TrackerState state() {
        return candidate;
    }

    void notice(TrackerInput input) {
        observed = rules.observe(observed, input);
        candidate = rules.observe(candidate, input);
        var reaction = rules.react(candidate, input, now);
        apply(reaction.changes(), reaction.facts());
        endStep();
    }

    /** Lets time pass; then whatever is due happens. */
    void pass(Duration time) {
        now = now.plus(time);
        checkWhatIsDue();
    }

    void checkWhatIsDue() {
        var reaction = rules.due(candidate, now);
        apply(reaction.changes(), reaction.facts());
        endStep();
    }

    Decision decide(Request request) {
        Decision decision = rules.decide(candidate, request, now);
        apply(decision.changes(), decision.facts());
        if (decision.outcome() instanceof Outcome.Accepted) {
            observed = rules.heard(observed, request, now);
            candidate = rules.heard(candidate, request, now);
        }
        endStep();
        return decision;
    }

    /** What was gathered gets its offsets. */
    void commit() {
        for (StateChange<?> change : pending) {
            long offset = ends.merge(change.topic(), 1L, Long::sum) - 1;
            StateChange<?> read = throughItsCodec(change);
            observed = rules.replay(observed, read, offset);
            written.add(read);
        }
        pending.clear();
        candidate = observed;
    }

    /** The state somebody else makes of the same log. */
    TrackerState replayed() {
        TrackerState state = rules.empty();
        Map<Topic<?>, Long> offsets = new HashMap<>();
        for (StateChange<?> change : written) {
            state = rules.replay(state, change, offsets.merge(change.topic(), 1L, Long::sum) - 1);
        }
        return state;
    }

    // ---- what users and others do, in one word each

    Decision create(HasMetadata object) {
        return decide(new Request.Create(header(object), object));
    }

    Decision replace(HasMetadata object) {
        return decide(new Request.Replace(header(object), object, Preconditions.NONE, Part.MAIN));
    }

    Decision replaceStatus(HasMetadata object) {
        return decide(new Request.Replace(header(object), object, Preconditions.NONE, Part.STATUS));
    }

    Decision delete(HasMetadata object, Grace grace) {
        return decide(new Request.Delete(header(object), Preconditions.NONE, grace));
    }

    Decision delete(HasMetadata object) {
        return delete(object, Grace.OF_THE_OBJECT);
    }

    void service(Service service) {
        notice(new TrackerInput.ServicesSeen(
                Seen.changes(Map.of(ObjectKey.of(service).path(), service), Set.of())));
    }

    void serviceGone(String name) {
        notice(new TrackerInput.ServicesSeen(Seen.changes(Map.of(), Set.of("default/" + name))));
    }

    void namespace(String name, String phase) {
        Namespace namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .withPhase(phase)
                .endStatus()
                .build();
        notice(new TrackerInput.NamespacesSeen(Seen.changes(Map.of(name, namespace), Set.of())));
    }

    void probed(String pod, boolean ready) {
        Pod stored = pod(pod);
        String container = stored.getSpec().getContainers().getFirst().getName();
        notice(new TrackerInput.ProbeDecided(
                ObjectKey.of(stored), stored.getMetadata().getUid(), container, ready, ready ? "" : "HTTP status 500"));
    }

    // ---- what there is now

    Pod pod(String name) {
        return findPod(name).orElseThrow();
    }

    Optional<Pod> findPod(String name) {
        return candidate.pods().get(new ObjectKey("default", name)).map(Held::value);
    }

    Node node(String name) {
        return candidate.node(name).orElseThrow().value();
    }

    List<EndpointSlice> slices(String service) {
        return candidate.slices().of(new ObjectKey("default", service)).stream()
                .map(Held::value)
                .toList();
    }

    EndpointSlice onlySlice(String service) {
        List<EndpointSlice> slices = slices(service);
        if (slices.size() != 1) {
            throw new AssertionError("slices of " + service + ": " + slices + " (expected: one)");
        }
        return slices.getFirst();
    }

    Optional<Endpoints> endpoints(String name) {
        return Optional.ofNullable(candidate.endpoints().get(new ObjectKey("default", name)))
                .map(Held::value);
    }

    long endOf(Topic<?> topic) {
        return ends.getOrDefault(topic, 0L);
    }

    List<String> factTypes() {
        return facts.stream().map(Fact::type).toList();
    }

    static int refusalCode(Decision decision) {
        return decision.outcome() instanceof Outcome.Refused refused
                ? refused.status().getCode()
                : 0;
    }

    static String refusal(Decision decision) {
        return decision.outcome() instanceof Outcome.Refused refused
                ? refused.status().getMessage()
                : "not refused";
    }

    static RequestHeader header(HasMetadata object) {
        return RequestHeader.of(
                new ObjectRef(ObjectKind.of(object), ObjectKey.of(object)), "someone", Duration.ofSeconds(5));
    }

    private void apply(List<StateChange<?>> changes, List<Fact> told) {
        for (StateChange<?> change : changes) {
            candidate = rules.replay(candidate, change, ResourceVersion.UNCOMMITTED);
        }
        pending.addAll(changes);
        facts.addAll(told);
    }

    private void endStep() {
        if (commitsEachStep) {
            commit();
        }
    }

    private static StateChange<?> throughItsCodec(StateChange<?> change) {
        return change instanceof StateChange.Stored<?> stored ? copied(stored) : change;
    }

    private static <T> StateChange<T> copied(StateChange.Stored<T> stored) {
        Codec<T> codec = stored.topic().codec();
        return new StateChange.Stored<>(stored.topic(), stored.key(), codec.decode(codec.encode(stored.value())));
    }
}
