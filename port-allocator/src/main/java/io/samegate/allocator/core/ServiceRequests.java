package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.request.FieldError;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.request.Statuses;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Conflicts;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Finalizers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What becomes of requests about one Service. Made for one request.
 *
 * <p>A number or address belongs to one Service from the record that names it to the record that no longer does: also
 * while the Service is being deleted and its finalizers hold it back.
 */
final class ServiceRequests {

    private final AllocatorState state;
    private final RequestHeader header;
    private final ObjectKey key;
    private final Instant now;

    ServiceRequests(AllocatorState state, RequestHeader header, Instant now) {
        this.state = state;
        this.header = header;
        this.key = header.target().key();
        this.now = now;
    }

    Decision create(Service asked) {
        Optional<Status> closed = namespaceRefusal();
        if (closed.isPresent()) {
            return refused(closed.get());
        }
        if (state.allocations().find(key).isPresent()) {
            return refused(Statuses.alreadyExists(ObjectKind.SERVICE, key.name()));
        }
        List<FieldError> errors = Combinations.errors(asked.getSpec());
        if (!errors.isEmpty()) {
            return refused(Statuses.invalid(ObjectKind.SERVICE, key.name(), errors));
        }
        return switch (Granting.forNew(state.allocations(), key, randomOf(header), asked.getSpec())) {
            case Grant.Refused grant -> refused(grant.refusal().status(key.name()));
            case Grant.Given given -> {
                Service created = ServiceObjects.created(header, asked, given.spec(), state.nodeAddresses(), now);
                yield header.dryRun()
                        ? Decision.simulated(created)
                        : Decisions.written(key, created, ServiceFacts.created(key, created, now));
            }
        };
    }

    Decision replace(Service asked, Preconditions preconditions, Part part) {
        return onStored(preconditions, stored -> switch (part) {
            case MAIN -> replaceMain(stored, asked);
            case STATUS -> replaceStatus(stored, asked);
            case FINALIZERS -> refused(Statuses.badRequest("the spec of a Service has no finalizers"));
        });
    }

    Decision delete(Preconditions preconditions) {
        return onStored(preconditions, stored -> {
            Service before = stored.service();
            if (Finalizers.hold(before.getMetadata())) {
                Service marked = ServiceObjects.deleting(before, now);
                return changed(stored, marked, ServiceFacts.deleting(key, marked, now));
            }
            return header.dryRun()
                    ? Decision.simulated(ServiceObjects.asStored(before, stored.offset()))
                    : Decisions.deleted(key, before, now);
        });
    }

    private Decision replaceMain(StoredService stored, Service asked) {
        Service before = stored.service();
        ObjectMeta old = before.getMetadata();
        ServiceSpec spec = CarryOver.apply(before.getSpec(), asked.getSpec());
        List<FieldError> errors = new ArrayList<>(Finalizers.errors(old, asked.getMetadata()));
        errors.addAll(Combinations.errors(before.getSpec(), spec));
        if (!errors.isEmpty()) {
            return refused(old.getUid(), Statuses.invalid(ObjectKind.SERVICE, key.name(), errors));
        }
        return switch (Granting.forChange(state.allocations(), key, randomOf(header), before.getSpec(), spec)) {
            case Grant.Refused grant -> refused(old.getUid(), grant.refusal().status(key.name()));
            case Grant.Given given -> {
                Service after =
                        ServiceObjects.changed(before, asked.getMetadata(), given.spec(), state.nodeAddresses());
                yield Finalizers.letGo(old, after.getMetadata()) && !header.dryRun()
                        ? Decisions.deleted(key, before, now)
                        : changed(stored, after, ServiceFacts.changed(key, before, after, now));
            }
        };
    }

    private Decision replaceStatus(StoredService stored, Service asked) {
        Service before = stored.service();
        List<FieldError> errors = LoadBalancers.errors(before.getSpec(), asked.getStatus());
        return errors.isEmpty()
                ? changed(stored, ServiceObjects.told(before, asked, state.nodeAddresses()), List.of())
                : refused(before.getMetadata().getUid(), Statuses.invalid(ObjectKind.SERVICE, key.name(), errors));
    }

    private Decision changed(StoredService stored, Service after, List<Fact> facts) {
        if (header.dryRun()) {
            return Decision.simulated(ServiceObjects.asStored(after, stored.offset()));
        }
        return Json.sameButForManagedTimes(stored.service(), after)
                ? Decision.unchanged(Topics.SERVICES, key.path(), stored.offset())
                : Decisions.written(key, after, facts);
    }

    /** What becomes of it if the Service is there and as the client believes. */
    private Decision onStored(Preconditions preconditions, Function<StoredService, Decision> decided) {
        Optional<StoredService> found = state.allocations().find(key);
        if (found.isEmpty()) {
            return refused(Statuses.notFound(ObjectKind.SERVICE, key.name()));
        }
        StoredService stored = found.get();
        ObjectMeta metadata = stored.service().getMetadata();
        return Conflicts.of(ObjectKind.SERVICE, metadata, stored.offset(), preconditions)
                .map(status -> refused(metadata.getUid(), status))
                .orElseGet(() -> decided.apply(stored));
    }

    private Optional<Status> namespaceRefusal() {
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

    private Decision refused(Status status) {
        return refused("", status);
    }

    private Decision refused(String uid, Status status) {
        return Decisions.refused(header, uid, status, now);
    }

    private static RandomGenerator randomOf(RequestHeader header) {
        UUID id = UUID.fromString(header.id());
        return new SplittableRandom(id.getMostSignificantBits() ^ id.getLeastSignificantBits());
    }
}
