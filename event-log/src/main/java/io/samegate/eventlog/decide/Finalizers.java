package io.samegate.eventlog.decide;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.samegate.contracts.Timestamps;
import io.samegate.contracts.request.FieldError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Kubernetes' rules of objects that are held back by finalizers, the same for every kind: a delete marks such an object,
 * nothing takes the mark away, no finalizer is added to what is marked, and whoever takes the last one away removes it.
 * Pure.
 */
public final class Finalizers {

    private static final String FIELD = "metadata.finalizers";
    private static final String IMMUTABLE = "field is immutable";

    private Finalizers() {}

    /** Whether anything holds the object back. */
    public static boolean hold(ObjectMeta metadata) {
        return metadata.getFinalizers() != null && !metadata.getFinalizers().isEmpty();
    }

    /** Whether its deletion was asked for. */
    public static boolean isDeleting(ObjectMeta metadata) {
        return metadata.getDeletionTimestamp() != null;
    }

    /** Whether a change has taken the last thing away that held an object whose deletion was asked for. */
    public static boolean letGo(ObjectMeta before, ObjectMeta after) {
        return isDeleting(before) && hold(before) && !hold(after);
    }

    /**
     * What the metadata of a held object is once its deletion was asked for, for kinds that have no grace. Asking again
     * changes nothing but a grace that was longer.
     */
    public static ObjectMeta marked(ObjectMeta metadata, Instant now) {
        boolean asMarked = isDeleting(metadata) && Objects.equals(metadata.getDeletionGracePeriodSeconds(), 0L);
        return asMarked
                ? metadata
                : new ObjectMetaBuilder(metadata)
                        .withDeletionTimestamp(Timestamps.of(now))
                        .withDeletionGracePeriodSeconds(0L)
                        .build();
    }

    /** What an update may not say, in Kubernetes' words; a mark that is left out is kept and no error. */
    public static List<FieldError> errors(ObjectMeta stored, ObjectMeta asked) {
        List<FieldError> errors = new ArrayList<>();
        if (isDeleting(stored)) {
            Set<String> fresh = new HashSet<>(asked.getFinalizers());
            stored.getFinalizers().forEach(fresh::remove);
            if (!fresh.isEmpty()) {
                errors.add(FieldError.forbidden(
                        FIELD,
                        "no new finalizers can be added if the object is being deleted, found new finalizers "
                                + fresh.stream()
                                        .sorted()
                                        .map(name -> "\"" + name + "\"")
                                        .collect(Collectors.joining(", ", "[]string{", "}"))));
            }
        } else if (asked.getDeletionTimestamp() != null) {
            errors.add(FieldError.invalid("metadata.deletionTimestamp", asked.getDeletionTimestamp(), IMMUTABLE));
        }
        Long grace = asked.getDeletionGracePeriodSeconds();
        if (grace != null && !grace.equals(stored.getDeletionGracePeriodSeconds())) {
            errors.add(FieldError.invalid("metadata.deletionGracePeriodSeconds", grace, IMMUTABLE));
        }
        return errors;
    }
}
