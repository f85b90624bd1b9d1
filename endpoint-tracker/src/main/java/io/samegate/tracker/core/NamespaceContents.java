package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.request.Statuses;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Decision;
import java.util.List;
import java.util.stream.Stream;

/**
 * Empties namespaces that are being deleted: what finalizers hold back is marked, the rest removed, Pods without grace.
 * That happens as soon as the namespace is seen to be going; the request to close it only hears whether anything is left.
 */
final class NamespaceContents {

    private final PodRules pods;

    NamespaceContents(PodRules pods) {
        this.pods = pods;
    }

    void empty(Edit edit, String namespace) {
        TrackerState before = edit.state();
        before.pods().all().forEach((key, held) -> {
            if (key.namespace().equals(namespace)) {
                pods.remove(edit, held.value(), "its namespace is deleted");
            }
        });
        in(edit.state(), namespace).forEach(edit::delete);
    }

    /** Refused while the namespace is not seen to be going, for creates would still be accepted, and while any is held. */
    Decision close(Edit edit, RequestHeader header) {
        String namespace = header.target().key().name();
        TrackerState before = edit.state();
        if (before.observed().namespaces().containsKey(namespace) && !Join.isClosing(before, namespace)) {
            return Decision.refused(
                    Statuses.conflict(ObjectKind.NAMESPACE, namespace, "it is not seen to be terminating yet"));
        }
        empty(edit, namespace);
        long held = in(edit.state(), namespace).size();
        if (held > 0) {
            return Decision.refused(Statuses.conflict(
                    ObjectKind.NAMESPACE,
                    namespace,
                    "not empty yet: finalizers hold back " + held + " of its Pods, EndpointSlices and Endpoints"));
        }
        if (header.dryRun() || edit.changes().isEmpty()) {
            // The record that stands for "nothing is left" is the Namespace's own, which the caller has seen.
            return Decision.unchanged(
                    Topics.OBJECTS, header.target().path(), header.seen().getOrDefault(Topics.OBJECTS.name(), 0L));
        }
        var last = edit.changes().getLast();
        return Decision.written(last.topic(), last.key(), edit.changes(), edit.facts());
    }

    private static List<HasMetadata> in(TrackerState state, String namespace) {
        return Stream.of(
                        state.pods().all().values().stream(),
                        state.slices().all().values().stream(),
                        state.endpoints().values().stream())
                .flatMap(all -> all)
                .<HasMetadata>map(Held::value)
                .filter(object -> ObjectKey.of(object).namespace().equals(namespace))
                .toList();
    }
}
