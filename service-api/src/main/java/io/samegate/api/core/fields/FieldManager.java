package io.samegate.api.core.fields;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.Timestamps;
import io.samegate.contracts.request.Part;
import java.time.Instant;
import java.util.List;

/**
 * Keeps {@code metadata.managedFields} for everybody who does not apply: whoever changes a field owns it from then on,
 * alone. What the owner of a kind fills in afterwards (cluster IPs, node ports, readiness) is nobody's. Stateless.
 *
 * <p>An object whose fields nobody manages is left so; the first apply finds that all of it was there before.
 */
public final class FieldManager {

    private static final int LONGEST_NAME = 128;

    /** How a client says that everybody is to be forgotten: a list of one entry that says nothing. */
    private static final List<ManagedFieldsEntry> FORGET = List.of(new ManagedFieldsEntry());

    private FieldManager() {}

    /**
     * The name of a manager: what the client calls itself, else the first part of its User-Agent.
     *
     * @param fieldManager empty if the client does not say
     */
    public static String name(String fieldManager, String userAgent) {
        if (!fieldManager.isEmpty()) {
            return fieldManager;
        }
        StringBuilder product = new StringBuilder();
        userAgent
                .split("/", 2)[0]
                .chars()
                .filter(character -> !Character.isISOControl(character))
                .limit(LONGEST_NAME)
                .forEach(character -> product.append((char) character));
        return product.isEmpty() ? "unknown" : product.toString();
    }

    /** A new object, all of which its creator manages. */
    public static HasMetadata created(HasMetadata object, String manager, Instant now) {
        boolean untracked = object.getMetadata().getManagedFields().equals(FORGET);
        return with(object, untracked ? Managers.NOBODY : everything(object, Part.MAIN, manager, now));
    }

    /**
     * An object that is to replace a stored one, or its status, with who manages it by now. What the sender says about
     * that is believed, as in Kubernetes; to say nothing, or nothing that makes sense, leaves it as it is.
     */
    public static HasMetadata updated(HasMetadata stored, HasMetadata next, Part part, String manager, Instant now) {
        Managers before = managersFor(stored, next, part);
        if (before.isEmpty()) {
            return with(next, Managers.NOBODY);
        }
        ObjectKind kind = ObjectKind.of(next);
        Comparison comparison = compare(Tracked.of(stored, part).fields(), next, part);
        FieldSet taken = comparison.changed();
        Manager self = Manager.updater(manager, kind.apiVersion(), subresource(part));
        Managers after = before.without(self, taken).withoutAny(comparison.removed());
        if (!taken.isEmpty()) {
            FieldSet all = after.fieldsOf(self).union(taken);
            after = after.with(self, new Managers.Owned(all, kind.apiVersion(), Timestamps.of(now)))
                    .capped();
        }
        return with(next, after);
    }

    /** One updater who manages all of an object. */
    static Managers everything(HasMetadata object, Part part, String manager, Instant now) {
        String version = ObjectKind.of(object).apiVersion();
        FieldSet all =
                compare(JsonNodeFactory.instance.objectNode(), object, part).added();
        return Managers.NOBODY.with(
                Manager.updater(manager, version, subresource(part)),
                new Managers.Owned(all, version, Timestamps.of(now)));
    }

    /** The same object with metadata that says who manages it; the object is the caller's alone. */
    static HasMetadata with(HasMetadata object, Managers managers) {
        object.setMetadata(new ObjectMetaBuilder(object.getMetadata())
                .withManagedFields(managers.entries())
                .build());
        return object;
    }

    static String subresource(Part part) {
        return switch (part) {
            case MAIN -> "";
            case STATUS -> "status";
            case FINALIZERS -> "finalize";
        };
    }

    /** Who is said to manage an object; nobody if that cannot be read. */
    static Managers managersOf(HasMetadata object) {
        try {
            return Managers.read(object.getMetadata().getManagedFields());
        } catch (IllegalArgumentException e) {
            return Managers.NOBODY;
        }
    }

    private static Managers managersFor(HasMetadata stored, HasMetadata next, Part part) {
        if (part == Part.MAIN) {
            if (next.getMetadata().getManagedFields().equals(FORGET)) {
                return Managers.NOBODY;
            }
            Managers given = managersOf(next);
            if (!given.isEmpty()) {
                return given;
            }
        }
        return managersOf(stored);
    }

    private static Comparison compare(ObjectNode before, HasMetadata after, Part part) {
        return Comparison.of(
                ObjectKind.of(after),
                Tracked.framed(before),
                Tracked.framed(Tracked.of(after, part).fields()));
    }
}
