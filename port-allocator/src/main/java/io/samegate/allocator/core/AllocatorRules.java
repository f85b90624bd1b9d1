package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.request.FieldError;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.request.Statuses;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Reaction;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.decide.WriterRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Decides which Services there are and what each holds. All of it follows from the state, the request and the time:
 * random picks come from the request's id, so that the same question has the same answer.
 *
 * <p>A number or address belongs to one Service from the record that names it to the record that no longer does. A
 * Service is removed at once: finalizers do not hold it back.
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

    @Override
    public AllocatorState observe(AllocatorState state, AllocatorInput input) {
        return switch (input) {
            case AllocatorInput.NamespaceSeen seen -> state.seeing(seen);
        };
    }

    @Override
    public Decision decide(AllocatorState state, Request request, Instant now) {
        RequestHeader header = request.header();
        return switch (request) {
            case Request.Create(RequestHeader h, Service service) -> create(state, header, service, now);
            case Request.Replace(RequestHeader h, Service service, Preconditions preconditions, Part part) ->
                replace(state, header, service, preconditions, part, now);
            case Request.Delete delete
            when header.target().kind() == ObjectKind.SERVICE -> delete(state, header, delete.preconditions(), now);
            case Request.CloseNamespace close -> closeNamespace(state, header, now);
            case Request.Create(RequestHeader h, HasMetadata other) -> notOurs(header, now);
            case Request.Replace(RequestHeader h, HasMetadata other, Preconditions p, Part part) ->
                notOurs(header, now);
            case Request.Delete delete -> notOurs(header, now);
        };
    }

    @Override
    public Reaction react(AllocatorState state, AllocatorInput input, Instant now) {
        return Reaction.NONE;
    }

    /** Puts {@code default/kubernetes} back whenever it is missing or no longer leads to the API. */
    @Override
    public Reaction due(AllocatorState state, Instant now) {
        Optional<StoredService> stored = state.allocations().find(ApiService.KEY);
        if (stored.isEmpty()) {
            Service created = apiService.create(now);
            return new Reaction(
                    List.of(stored(ApiService.KEY, created)), ServiceFacts.created(ApiService.KEY, created, now));
        }
        Service before = stored.get().service();
        if (apiService.isServedBy(before.getSpec())) {
            return Reaction.NONE;
        }
        Service mended = ServiceObjects.changed(before, before.getMetadata(), apiService.spec());
        return new Reaction(
                List.of(stored(ApiService.KEY, mended)), ServiceFacts.changed(ApiService.KEY, before, mended, now));
    }

    private Decision create(AllocatorState state, RequestHeader header, Service asked, Instant now) {
        ObjectKey key = header.target().key();
        Optional<Status> closed = namespaceRefusal(state, key);
        if (closed.isPresent()) {
            return refused(header, "", closed.get(), now);
        }
        if (state.allocations().find(key).isPresent()) {
            return refused(header, "", Statuses.alreadyExists(ObjectKind.SERVICE, key.name()), now);
        }
        List<FieldError> errors = Combinations.errors(asked.getSpec());
        if (!errors.isEmpty()) {
            return refused(header, "", Statuses.invalid(ObjectKind.SERVICE, key.name(), errors), now);
        }
        return switch (Granting.forNew(state.allocations(), key, randomOf(header), asked.getSpec())) {
            case Grant.Refused grant -> refused(header, "", grant.refusal().status(key.name()), now);
            case Grant.Given given -> {
                Service created = ServiceObjects.created(header, asked, given.spec(), now);
                yield header.dryRun()
                        ? Decision.simulated(created)
                        : written(key, created, ServiceFacts.created(key, created, now));
            }
        };
    }

    private Decision replace(
            AllocatorState state,
            RequestHeader header,
            Service asked,
            Preconditions preconditions,
            Part part,
            Instant now) {
        ObjectKey key = header.target().key();
        Optional<StoredService> found = state.allocations().find(key);
        if (found.isEmpty()) {
            return refused(header, "", Statuses.notFound(ObjectKind.SERVICE, key.name()), now);
        }
        StoredService stored = found.get();
        Service before = stored.service();
        String uid = before.getMetadata().getUid();
        Optional<Status> conflict = conflict(key, stored, preconditions);
        if (conflict.isPresent()) {
            return refused(header, uid, conflict.get(), now);
        }
        return switch (part) {
            case STATUS -> {
                Service after =
                        new ServiceBuilder(before).withStatus(asked.getStatus()).build();
                yield changed(header, stored, after, List.of());
            }
            case MAIN -> replaceMain(state, header, stored, asked, now);
        };
    }

    private Decision replaceMain(
            AllocatorState state, RequestHeader header, StoredService stored, Service asked, Instant now) {
        ObjectKey key = header.target().key();
        Service before = stored.service();
        String uid = before.getMetadata().getUid();
        ServiceSpec spec = CarryOver.apply(before.getSpec(), asked.getSpec());
        List<FieldError> errors = Combinations.errors(before.getSpec(), spec);
        if (!errors.isEmpty()) {
            return refused(header, uid, Statuses.invalid(ObjectKind.SERVICE, key.name(), errors), now);
        }
        return switch (Granting.forChange(state.allocations(), key, randomOf(header), before.getSpec(), spec)) {
            case Grant.Refused grant -> refused(header, uid, grant.refusal().status(key.name()), now);
            case Grant.Given given -> {
                Service after = ServiceObjects.changed(before, asked.getMetadata(), given.spec());
                yield changed(header, stored, after, ServiceFacts.changed(key, before, after, now));
            }
        };
    }

    private static Decision changed(RequestHeader header, StoredService stored, Service after, List<Fact> facts) {
        ObjectKey key = header.target().key();
        if (header.dryRun()) {
            return Decision.simulated(ServiceObjects.asStored(after, stored.offset()));
        }
        return Json.same(stored.service(), after)
                ? Decision.unchanged(Topics.SERVICES, key.path(), stored.offset())
                : written(key, after, facts);
    }

    private static Decision delete(
            AllocatorState state, RequestHeader header, Preconditions preconditions, Instant now) {
        ObjectKey key = header.target().key();
        Optional<StoredService> found = state.allocations().find(key);
        if (found.isEmpty()) {
            return refused(header, "", Statuses.notFound(ObjectKind.SERVICE, key.name()), now);
        }
        Service before = found.get().service();
        Optional<Status> conflict = conflict(key, found.get(), preconditions);
        if (conflict.isPresent()) {
            return refused(header, before.getMetadata().getUid(), conflict.get(), now);
        }
        return header.dryRun()
                ? Decision.simulated(ServiceObjects.asStored(before, found.get().offset()))
                : Decision.written(
                        Topics.SERVICES, key.path(), List.of(removed(key)), ServiceFacts.deleted(key, before, now));
    }

    /** Everything goes in one decision; refused while the namespace is not seen to be closing, for a create could follow. */
    private static Decision closeNamespace(AllocatorState state, RequestHeader header, Instant now) {
        String namespace = header.target().key().name();
        if (namespace.equals(ApiService.NAMESPACE)) {
            return refused(
                    header,
                    "",
                    Statuses.forbidden(ObjectKind.NAMESPACE, namespace, "this namespace may not be deleted"),
                    now);
        }
        if (state.phase(namespace) == NamespacePhase.ACTIVE) {
            return refused(
                    header,
                    "",
                    Statuses.conflict(ObjectKind.NAMESPACE, namespace, "it is not seen to be terminating yet"),
                    now);
        }
        List<StateChange<?>> changes = new ArrayList<>();
        List<Fact> facts = new ArrayList<>();
        for (ObjectKey key : state.allocations().in(namespace)) {
            changes.add(removed(key));
            state.allocations()
                    .find(key)
                    .ifPresent(stored -> facts.addAll(ServiceFacts.deleted(key, stored.service(), now)));
        }
        // Where there was nothing to do, any record there ever was stands for "done": the topic is never empty, the
        // API Service being its first.
        return changes.isEmpty()
                ? Decision.unchanged(Topics.SERVICES, ApiService.KEY.path(), 0)
                : Decision.written(
                        Topics.SERVICES, changes.get(changes.size() - 1).key(), changes, facts);
    }

    private static Optional<Status> namespaceRefusal(AllocatorState state, ObjectKey key) {
        return switch (state.phase(key.namespace())) {
            case ACTIVE -> Optional.empty();
            case MISSING -> Optional.of(Statuses.notFound(ObjectKind.NAMESPACE, key.namespace()));
            case TERMINATING ->
                Optional.of(Statuses.forbidden(
                        ObjectKind.SERVICE,
                        key.name(),
                        "unable to create new content in namespace " + key.namespace()
                                + " because it is being terminated"));
        };
    }

    private static Optional<Status> conflict(ObjectKey key, StoredService stored, Preconditions preconditions) {
        String uid = stored.service().getMetadata().getUid();
        if (preconditions.asksForUid() && !preconditions.uid().equals(uid)) {
            return Optional.of(Statuses.otherUid(ObjectKind.SERVICE, key.name(), preconditions.uid(), uid));
        }
        return preconditions.asksForResourceVersion()
                        && !ResourceVersion.matches(preconditions.resourceVersion(), stored.offset())
                ? Optional.of(Statuses.modified(ObjectKind.SERVICE, key.name()))
                : Optional.empty();
    }

    private static Decision written(ObjectKey key, Service service, List<Fact> facts) {
        return Decision.written(Topics.SERVICES, key.path(), List.of(stored(key, service)), facts);
    }

    private static StateChange<Service> stored(ObjectKey key, Service service) {
        return new StateChange.Stored<>(Topics.SERVICES, key.path(), service);
    }

    private static StateChange<Service> removed(ObjectKey key) {
        return new StateChange.Removed<>(Topics.SERVICES, key.path());
    }

    private static Decision notOurs(RequestHeader header, Instant now) {
        return refused(
                header,
                "",
                Statuses.badRequest("requests about " + header.target() + " are not the port allocator's"),
                now);
    }

    /** A dry run is nobody's news. */
    private static Decision refused(RequestHeader header, String uid, Status status, Instant now) {
        if (header.dryRun()) {
            return Decision.refused(status);
        }
        return Decision.refused(
                status,
                Fact.of(FactType.REQUEST_REFUSED, header.target(), uid, now, status.getMessage())
                        .with("code", Integer.toString(status.getCode()))
                        .with("reason", status.getReason()));
    }

    private static RandomGenerator randomOf(RequestHeader header) {
        UUID id = UUID.fromString(header.id());
        return new SplittableRandom(id.getMostSignificantBits() ^ id.getLeastSignificantBits());
    }
}
