package io.samegate.api.core.fields;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.Timestamps;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Statuses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One server-side apply: the object becomes what the applier says, where they say something; what they said before and no
 * longer say goes, unless somebody else manages it; what somebody else manages and says otherwise is a conflict.
 *
 * @param applied what the applier says, as they wrote it
 * @param manager who applies
 * @param part what the request is about
 * @param force whether the applier takes over what is in conflict
 */
public record ServerSideApply(Applied applied, String manager, Part part, boolean force, Instant now) {

    /** Stands for whoever wrote before fields were managed. */
    private static final String BEFORE_FIRST_APPLY = "before-first-apply";

    /**
     * The object as it is to be, before defaults; a new tree.
     *
     * @param stored what there is; empty if the object is to be created
     * @throws RefusedException 409 that names the managers and fields in conflict
     */
    public ObjectNode onto(Optional<HasMetadata> stored) {
        ObjectKind kind = ObjectKind.of(applied.object());
        Tracked live = stored.map(object -> Tracked.of(object, part)).orElseGet(() -> new Tracked(node(), node()));
        ObjectNode said = Tracked.of(applied.object(), part).fields();
        Managers before = stored.map(this::managersOf).orElse(Managers.NOBODY);
        Manager self = Manager.applier(manager, FieldManager.subresource(part));
        FieldSet saidBefore = before.fieldsOf(self);
        FieldSet fields = Comparison.fieldsOf(kind, said);
        Managers claimed = before.with(self, owned(kind, fields));
        ObjectNode next = Merge.pruned(kind, Merge.of(kind, live.fields(), said), saidBefore, claimed.all());
        Comparison comparison = Comparison.of(kind, Tracked.framed(live.fields()), Tracked.framed(next));
        resolve(claimed, self, comparison.changed(), stored);
        boolean changesNothing = comparison.isSame() && fields.equals(saidBefore);
        ObjectNode object = live.with(changesNothing ? live.fields() : next);
        Managers after = changesNothing
                ? before
                : claimed.without(self, comparison.changed())
                        .withoutAny(comparison.removed())
                        .capped();
        if (manager.equals(ClientSideApply.MANAGER) && part == Part.MAIN && ClientSideApply.isOn(object)) {
            ClientSideApply.note(object, applied.tree());
        }
        return withManagers(object, after);
    }

    private Managers managersOf(HasMetadata stored) {
        Managers managers = FieldManager.managersOf(stored);
        return managers.isEmpty() ? FieldManager.everything(stored, part, BEFORE_FIRST_APPLY, now) : managers;
    }

    private Managers.Owned owned(ObjectKind kind, FieldSet fields) {
        return new Managers.Owned(fields, kind.apiVersion(), Timestamps.of(now));
    }

    /** Refuses if others manage what is to change, unless the applier takes it over or has in truth managed it all along. */
    private void resolve(Managers managers, Manager self, FieldSet changed, Optional<HasMetadata> stored) {
        if (force) {
            return;
        }
        FieldSet ownInTruth = manager.equals(ClientSideApply.MANAGER) && stored.isPresent()
                ? ClientSideApply.fieldsOf(stored.get(), part)
                : FieldSet.NONE;
        SortedMap<Manager, FieldSet> conflicts = new TreeMap<>();
        managers.owned().forEach((other, its) -> {
            FieldSet conflict = its.fields().intersection(changed).minus(ownInTruth);
            if (!other.equals(self) && !conflict.isEmpty()) {
                conflicts.put(other, conflict);
            }
        });
        if (!conflicts.isEmpty()) {
            throw new RefusedException(conflict(conflicts));
        }
    }

    private static Status conflict(SortedMap<Manager, FieldSet> conflicts) {
        List<StatusCause> causes = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        conflicts.forEach((other, fields) -> {
            lines.add("conflicts with " + other.shown() + ":");
            for (String path : fields.paths()) {
                lines.add("- " + path);
                causes.add(new StatusCause(path, "conflict with " + other.shown(), "FieldManagerConflict"));
            }
        });
        String message = causes.size() == 1
                ? "Apply failed with 1 conflict: " + causes.getFirst().getMessage() + ": "
                        + causes.getFirst().getField()
                : "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", lines);
        return new StatusBuilder(Statuses.of(409, "Conflict", message))
                .withNewDetails()
                .withCauses(causes)
                .endDetails()
                .build();
    }

    /** An empty list would say something else than none. */
    private static ObjectNode withManagers(ObjectNode object, Managers managers) {
        ObjectNode metadata = object.withObject("/metadata");
        metadata.remove("managedFields");
        if (!managers.isEmpty()) {
            metadata.set("managedFields", Json.mapper().valueToTree(managers.entries()));
        }
        return object;
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
