package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Status;
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
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Outcome;
import io.samegate.eventlog.decide.Reaction;
import io.samegate.eventlog.decide.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * A topic of Services in memory, with the rules at its end: what the loop does, without a loop. Values go through the
 * topic's codec on their way, as on the wire.
 */
final class Log {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00.5Z");

    private final AllocatorRules rules;
    private final List<Written> records = new ArrayList<>();
    private final RandomGenerator ids;
    private final Map<String, NamespacePhase> namespaces = new HashMap<>();
    private final List<Fact> facts = new ArrayList<>();
    private AllocatorInput.NodesSeen nodes = new AllocatorInput.NodesSeen(List.of());
    private AllocatorState state;
    private AllocatorState candidate;
    private int uncommitted;

    /** A record as it stands; an empty value is a tombstone. */
    record Written(long offset, String key, Optional<byte[]> value) {}

    private Log(AllocatorSettings settings, RandomGenerator ids) {
        this.rules = new AllocatorRules(settings);
        this.ids = ids;
        this.state = rules.empty();
        this.candidate = state;
        namespace("default", NamespacePhase.ACTIVE);
        apply(rules.due(candidate, NOON));
        commit();
    }

    static Log of(String nodePorts, String clusterIps) {
        return of(nodePorts, clusterIps, RandomGenerator.of("L64X128MixRandom"));
    }

    static Log of(String nodePorts, String clusterIps, RandomGenerator ids) {
        return new Log(
                new AllocatorSettings(
                        PortRange.parse(nodePorts), AddressRange.parse(clusterIps), 8080, Duration.ofMinutes(3)),
                ids);
    }

    static Log usual() {
        return of("30000-32767", "10.233.0.0/18");
    }

    void namespace(String name, NamespacePhase phase) {
        namespaces.put(name, phase);
        notice(new AllocatorInput.NamespaceSeen(name, phase));
    }

    void nodes(String... addresses) {
        nodes = new AllocatorInput.NodesSeen(List.of(addresses));
        notice(nodes);
    }

    /** Observes and commits what follows. */
    void notice(AllocatorInput input) {
        state = rules.observe(state, input);
        candidate = rules.observe(candidate, input);
        apply(rules.react(candidate, input, NOON));
        commit();
    }

    /** Another process has written a record that these rules would not have. */
    void tamper(Service service) {
        apply(new Reaction(
                List.of(new StateChange.Stored<>(
                        Topics.SERVICES, ObjectKey.of(service).path(), service)),
                List.of()));
        commit();
    }

    /** Decides and commits. */
    Decision ask(Request request) {
        Decision decision = decide(request);
        commit();
        return decision;
    }

    /** Decides on the candidate of a batch that goes on. */
    Decision decide(Request request) {
        Decision decision = rules.decide(candidate, request, NOON);
        apply(new Reaction(decision.changes(), decision.facts()));
        apply(rules.due(candidate, NOON));
        return decision;
    }

    /** Ends the batch: its records get their offsets and are replayed on the committed state. */
    void commit() {
        for (Written record : records.subList(records.size() - uncommitted, records.size())) {
            state = rules.replay(state, change(record), record.offset());
        }
        uncommitted = 0;
        candidate = state;
    }

    /** The process ends before the batch was committed; another one reads the log. */
    void crash() {
        records.subList(records.size() - uncommitted, records.size()).clear();
        uncommitted = 0;
        state = replayed(records);
        candidate = state;
    }

    AllocatorState replayed(List<Written> some) {
        AllocatorState replayed = rules.empty();
        for (Written record : some) {
            replayed = rules.replay(replayed, change(record), record.offset());
        }
        for (Map.Entry<String, NamespacePhase> namespace : namespaces.entrySet()) {
            replayed =
                    rules.observe(replayed, new AllocatorInput.NamespaceSeen(namespace.getKey(), namespace.getValue()));
        }
        replayed = rules.observe(replayed, nodes);
        return replayed;
    }

    List<Written> records() {
        return records;
    }

    AllocatorState state() {
        return state;
    }

    AllocatorState candidate() {
        return candidate;
    }

    List<Fact> facts() {
        return facts;
    }

    Optional<Service> find(String name) {
        return state.allocations().find(new ObjectKey("default", name)).map(StoredService::service);
    }

    Service service(String name) {
        return find(name).orElseThrow();
    }

    /** What the client would see as the resourceVersion. */
    String resourceVersion(String name) {
        return ResourceVersion.of(state.allocations()
                .find(new ObjectKey("default", name))
                .orElseThrow()
                .offset());
    }

    Decision create(Service service) {
        return ask(new Request.Create(header(ObjectKey.of(service)), service));
    }

    Decision replace(Service service) {
        return replace(service, Preconditions.NONE);
    }

    Decision replace(Service service, Preconditions preconditions) {
        return ask(new Request.Replace(header(ObjectKey.of(service)), service, preconditions, Part.MAIN));
    }

    Decision delete(String name) {
        return ask(new Request.Delete(header(new ObjectKey("default", name)), Preconditions.NONE, Grace.OF_THE_OBJECT));
    }

    RequestHeader header(ObjectKey key) {
        return header(new ObjectRef(ObjectKind.SERVICE, key));
    }

    RequestHeader header(ObjectRef target) {
        String id = new UUID(ids.nextLong(), ids.nextLong()).toString();
        return new RequestHeader(id, target, "somebody", Duration.ofSeconds(5), false, Map.of());
    }

    static Status refusal(Decision decision) {
        return ((Outcome.Refused) decision.outcome()).status();
    }

    static HasMetadata simulated(Decision decision) {
        return ((Outcome.Simulated) decision.outcome()).object();
    }

    static boolean isAccepted(Decision decision) {
        return decision.outcome() instanceof Outcome.Accepted;
    }

    private void apply(Reaction reaction) {
        facts.addAll(reaction.facts());
        for (StateChange<?> change : reaction.changes()) {
            candidate = rules.replay(candidate, change, ResourceVersion.UNCOMMITTED);
            records.add(new Written(records.size(), change.key(), value(change)));
            uncommitted++;
        }
    }

    private static Optional<byte[]> value(StateChange<?> change) {
        return switch (change) {
            case StateChange.Stored<?> stored ->
                Optional.of(Topics.SERVICES.codec().encode((Service) stored.value()));
            case StateChange.Removed<?> removed -> Optional.empty();
        };
    }

    private static StateChange<Service> change(Written record) {
        return record.value()
                .<StateChange<Service>>map(bytes -> new StateChange.Stored<>(
                        Topics.SERVICES, record.key(), Topics.SERVICES.codec().decode(bytes)))
                .orElseGet(() -> new StateChange.Removed<>(Topics.SERVICES, record.key()));
    }
}
