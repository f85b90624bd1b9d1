package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.request.Statuses;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Reaction;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.decide.WriterRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which Services there are and what each holds. All of it follows from the state, the request and the time:
 * random picks come from the request's id, so that the same question has the same answer.
 */
public final class AllocatorRules implements WriterRules<AllocatorState, AllocatorInput> {

    private final AllocatorSettings settings;
    private final ApiService apiService;

    public AllocatorRules(AllocatorSettings settings) {
        this.settings = settings;
        this.apiService = settings.apiService();
    }

    @Override
    public AllocatorState empty() {
        return AllocatorState.of(Allocations.none(settings.nodePorts(), settings.clusterIps()));
    }

    @Override
    public AllocatorState replay(AllocatorState state, StateChange<?> change, long offset) {
        return state.with(state.allocations().replay(change, offset));
    }

    /** Of what the log says the Services stay as they are; a repair may correct the pools, which only follow from them. */
    @Override
    public AllocatorState observe(AllocatorState state, AllocatorInput input) {
        return state.observing(input);
    }

    @Override
    public Decision decide(AllocatorState state, Request request, Instant now) {
        RequestHeader header = request.header();
        ServiceRequests requests = new ServiceRequests(state, header, now);
        return switch (request) {
            case Request.Create(RequestHeader h, Service service) -> requests.create(service);
            case Request.Replace(RequestHeader h, Service service, Preconditions preconditions, Part part) ->
                requests.replace(service, preconditions, part);
            case Request.Delete delete
            when header.target().kind() == ObjectKind.SERVICE -> requests.delete(delete.preconditions());
            case Request.CloseNamespace close -> NamespaceContents.close(state, header, now);
            case Request.Create(RequestHeader h, HasMetadata other) -> notOurs(header, now);
            case Request.Replace(RequestHeader h, HasMetadata other, Preconditions p, Part part) ->
                notOurs(header, now);
            case Request.Delete delete -> notOurs(header, now);
        };
    }

    @Override
    public Reaction react(AllocatorState state, AllocatorInput input, Instant now) {
        return switch (input) {
            case AllocatorInput.NamespaceSeen seen ->
                seen.phase() == NamespacePhase.TERMINATING
                        ? NamespaceContents.emptied(state, seen.name(), now)
                        : Reaction.NONE;
            case AllocatorInput.NodesSeen seen -> balanced(state, now);
            case AllocatorInput.RepairDue due -> found(state, now);
        };
    }

    /** Puts {@code default/kubernetes} back whenever it is missing or no longer leads to the API. */
    @Override
    public Reaction due(AllocatorState state, Instant now) {
        Optional<StoredService> stored = state.allocations().find(ApiService.KEY);
        if (stored.isEmpty()) {
            Service created = apiService.create(now);
            return new Reaction(
                    List.of(Decisions.stored(ApiService.KEY, created)),
                    ServiceFacts.created(ApiService.KEY, created, now));
        }
        Service before = stored.get().service();
        if (apiService.isServedBy(before.getSpec())) {
            return Reaction.NONE;
        }
        Service mended = ServiceObjects.changed(before, before.getMetadata(), apiService.spec(), state.nodeAddresses());
        return new Reaction(
                List.of(Decisions.stored(ApiService.KEY, mended)),
                ServiceFacts.changed(ApiService.KEY, before, mended, now));
    }

    /** The LoadBalancers whose addresses are not those of the nodes any more. */
    private static Reaction balanced(AllocatorState state, Instant now) {
        List<StateChange<?>> changes = new ArrayList<>();
        List<Fact> facts = new ArrayList<>();
        state.allocations().services().forEach((key, stored) -> {
            Service before = stored.service();
            if (LoadBalancers.isOurs(before.getSpec())) {
                Service after = ServiceObjects.told(before, before, state.nodeAddresses());
                if (!Json.same(before.getStatus(), after.getStatus())) {
                    changes.add(Decisions.stored(key, after));
                    facts.addAll(ServiceFacts.balanced(key, after, now));
                }
            }
        });
        return new Reaction(changes, facts);
    }

    private static Reaction found(AllocatorState state, Instant now) {
        List<Fact> facts = new ArrayList<>();
        for (Findings.Finding finding : state.findings().news()) {
            ObjectKey key = finding.service();
            String uid = state.allocations()
                    .find(key)
                    .map(stored -> stored.service().getMetadata().getUid())
                    .orElse("");
            facts.add(Fact.of(finding.type(), new ObjectRef(ObjectKind.SERVICE, key), uid, now, finding.message()));
        }
        return new Reaction(List.of(), facts);
    }

    private static Decision notOurs(RequestHeader header, Instant now) {
        return Decisions.refused(
                header,
                "",
                Statuses.badRequest("requests about " + header.target() + " are not the port allocator's"),
                now);
    }
}
