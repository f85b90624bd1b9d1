package io.samegate.api.core.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.samegate.contracts.ObjectKind;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** In what an object differs from an earlier one. Immutable. */
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {

    private static final Comparison NO_DIFFERENCE = new Comparison(FieldSet.NONE, FieldSet.NONE, FieldSet.NONE);

    static Comparison of(ObjectKind kind, JsonNode before, JsonNode after) {
        return compare(before, after, Spot.root(kind));
    }

    /** The fields of an object that say something: those an applier of it owns. */
    static FieldSet fieldsOf(ObjectKind kind, JsonNode object) {
        return fields(object, Spot.root(kind));
    }

    /** What the newer object says that the older did not. */
    FieldSet changed() {
        return added.union(modified);
    }

    boolean isSame() {
        return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
    }

    private static Comparison compare(JsonNode before, JsonNode after, Spot spot) {
        boolean isNew = before.isMissingNode();
        boolean isGone = after.isMissingNode();
        if ((!isNew && spot.isLeaf(before)) || (!isGone && spot.isLeaf(after))) {
            if (isNew || isGone) {
                return here(isNew, isGone, Map.of());
            }
            return before.equals(after) ? NO_DIFFERENCE : new Comparison(FieldSet.NONE, FieldSet.HERE, FieldSet.NONE);
        }
        Map<PathElement, JsonNode> old = spot.parts(before);
        Map<PathElement, JsonNode> now = spot.parts(after);
        Set<PathElement> steps = new LinkedHashSet<>(old.keySet());
        steps.addAll(now.keySet());
        SortedMap<PathElement, Comparison> parts = new TreeMap<>();
        for (PathElement step : steps) {
            JsonNode nothing = MissingNode.getInstance();
            Comparison part = compare(old.getOrDefault(step, nothing), now.getOrDefault(step, nothing), spot.at(step));
            if (!part.isSame()) {
                parts.put(step, part);
            }
        }
        return here(isNew, isGone, parts);
    }

    private static Comparison here(boolean isNew, boolean isGone, Map<PathElement, Comparison> parts) {
        SortedMap<PathElement, FieldSet> added = new TreeMap<>();
        SortedMap<PathElement, FieldSet> modified = new TreeMap<>();
        SortedMap<PathElement, FieldSet> removed = new TreeMap<>();
        parts.forEach((step, part) -> {
            added.put(step, part.added);
            modified.put(step, part.modified);
            removed.put(step, part.removed);
        });
        return new Comparison(new FieldSet(isNew, added), new FieldSet(false, modified), new FieldSet(isGone, removed));
    }

    private static FieldSet fields(JsonNode value, Spot spot) {
        if (spot.isLeaf(value)) {
            return FieldSet.HERE;
        }
        SortedMap<PathElement, FieldSet> below = new TreeMap<>();
        spot.parts(value).forEach((step, part) -> {
            FieldSet fields = fields(part, spot.at(step));
            boolean onItsOwn = !(step instanceof PathElement.Field) || (part.isObject() && part.isEmpty());
            below.put(step, onItsOwn ? fields.union(FieldSet.HERE) : fields);
        });
        return new FieldSet(false, below);
    }
}
