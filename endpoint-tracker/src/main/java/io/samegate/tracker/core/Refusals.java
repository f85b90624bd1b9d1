package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.FieldError;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Statuses;
import io.samegate.eventlog.decide.Conflicts;
import io.samegate.eventlog.decide.Finalizers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why a request is not carried out; each asks about one thing. */
final class Refusals {

    private static final String RESERVED = " is reserved for slices that are made for others' objects";

    private Refusals() {}

    static Optional<Status> namespace(TrackerState state, ObjectKind kind, ObjectKey key) {
        String namespace = key.namespace();
        if (!state.observed().namespaces().containsKey(namespace)) {
            return Optional.of(Statuses.notFound(ObjectKind.NAMESPACE, namespace));
        }
        return Join.isClosing(state, namespace)
                ? Optional.of(Statuses.forbidden(
                        kind,
                        key.name(),
                        "unable to create new content in namespace " + namespace + " because it is being terminated"))
                : Optional.empty();
    }

    static Optional<Status> conflict(ObjectKind kind, Preconditions asked, Held<? extends HasMetadata> held) {
        return Conflicts.of(kind, held.value().getMetadata(), held.offset(), asked);
    }

    /** The object names another uid than the stored one has. */
    static Optional<Status> otherObject(ObjectKind kind, HasMetadata asked, Held<? extends HasMetadata> held) {
        String uid = asked.getMetadata().getUid();
        return uid == null || uid.isEmpty() ? Optional.empty() : conflict(kind, new Preconditions(uid, ""), held);
    }

    static Optional<Status> part(ObjectKind kind, ObjectKey key, Part part) {
        return switch (part) {
            case MAIN -> Optional.empty();
            case STATUS ->
                kind == ObjectKind.POD
                        ? Optional.empty()
                        : Optional.of(Statuses.forbidden(kind, key.name(), "its status is not written by clients"));
            case FINALIZERS -> Optional.of(Statuses.badRequest("the spec of a " + kind.kind() + " has no finalizers"));
        };
    }

    /** Nobody but the tracker makes slices that say they are its own. */
    static Optional<Status> reserved(HasMetadata asked) {
        return asked instanceof EndpointSlice slice && SliceIndex.isManaged(slice)
                ? Optional.of(Statuses.forbidden(
                        ObjectKind.ENDPOINT_SLICE,
                        slice.getMetadata().getName(),
                        SliceIndex.MANAGED_BY + "=" + Label.of(slice).get(SliceIndex.MANAGED_BY) + RESERVED))
                : Optional.empty();
    }

    /** What is wrong with the change of an object. */
    static Optional<Status> change(HasMetadata stored, HasMetadata asked, Part part) {
        List<FieldError> errors = new ArrayList<>();
        if (part == Part.MAIN) {
            errors.addAll(Finalizers.errors(stored.getMetadata(), asked.getMetadata()));
        }
        if (stored instanceof EndpointSlice before
                && asked instanceof EndpointSlice after
                && !SliceIndex.isManaged(before)
                && !before.getAddressType().equals(after.getAddressType())) {
            errors.add(FieldError.invalid("addressType", after.getAddressType(), "field is immutable"));
        }
        return invalid(stored, errors);
    }

    static Optional<Status> pod(PodRules pods, HasMetadata asked) {
        return asked instanceof Pod pod ? invalid(pod, pods.check(pod)) : Optional.empty();
    }

    private static Optional<Status> invalid(HasMetadata object, List<FieldError> errors) {
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(Statuses.invalid(
                        ObjectKind.of(object), object.getMetadata().getName(), errors));
    }
}
