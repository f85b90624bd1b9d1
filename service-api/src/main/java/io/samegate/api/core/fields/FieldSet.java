package io.samegate.api.core.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A set of paths in an object. A path may be in it without the paths below it, and the other way round. Immutable.
 *
 * @param member whether the path that leads here is itself in the set
 * @param children what is in it below, by the next step; never empty sets
 */
record FieldSet(boolean member, SortedMap<PathElement, FieldSet> children) {

    static final FieldSet NONE = new FieldSet(false, new TreeMap<>());

    /** Just the place itself. */
    static final FieldSet HERE = new FieldSet(true, new TreeMap<>());

    /** How {@code fieldsV1} says that a path that has others below it is in the set too. */
    private static final String SELF = ".";

    FieldSet {
        SortedMap<PathElement, FieldSet> copy = new TreeMap<>(children);
        copy.values().removeIf(FieldSet::isEmpty);
        children = Collections.unmodifiableSortedMap(copy);
    }

    /**
     * Reads {@code fieldsV1}.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    static FieldSet read(JsonNode fieldsV1) {
        if (!fieldsV1.isObject()) {
            throw new IllegalArgumentException("fieldsV1: " + fieldsV1 + " (expected: an object)");
        }
        return new FieldSet(fieldsV1.has(SELF), below(fieldsV1));
    }

    private static SortedMap<PathElement, FieldSet> below(JsonNode fieldsV1) {
        SortedMap<PathElement, FieldSet> children = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : fieldsV1.properties()) {
            Optional<PathElement> step =
                    field.getKey().equals(SELF) ? Optional.empty() : PathElement.read(field.getKey());
            if (step.isPresent()) {
                FieldSet child = read(field.getValue());
                children.put(step.get(), child.isEmpty() ? HERE : child);
            }
        }
        return children;
    }

    /** As {@code fieldsV1}. */
    Map<String, Object> fieldsV1() {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (member && !children.isEmpty()) {
            fields.put(SELF, Map.of());
        }
        children.forEach((step, child) -> fields.put(step.text(), child.fieldsV1()));
        return fields;
    }

    boolean isEmpty() {
        return !member && children.isEmpty();
    }

    /** What is in it below a step; {@link #NONE} if nothing is. */
    FieldSet below(PathElement step) {
        return children.getOrDefault(step, NONE);
    }

    /**
     * Whether the place a step leads to is in the set. An object counts as in it together with any of its fields: without
     * it they could not be. An element of a list is there on its own account alone.
     */
    boolean holds(PathElement step) {
        FieldSet child = below(step);
        return child.member || (step instanceof PathElement.Field && !child.isEmpty());
    }

    FieldSet union(FieldSet other) {
        SortedMap<PathElement, FieldSet> all = new TreeMap<>(children);
        other.children.forEach((step, child) -> all.merge(step, child, FieldSet::union));
        return new FieldSet(member || other.member, all);
    }

    /** What is in both. */
    FieldSet intersection(FieldSet other) {
        SortedMap<PathElement, FieldSet> both = new TreeMap<>();
        children.forEach((step, child) -> both.put(step, child.intersection(other.below(step))));
        return new FieldSet(member && other.member, both);
    }

    /** What is in this one alone. */
    FieldSet minus(FieldSet other) {
        SortedMap<PathElement, FieldSet> rest = new TreeMap<>();
        children.forEach((step, child) -> rest.put(step, child.minus(other.below(step))));
        return new FieldSet(member && !other.member, rest);
    }

    /** All its paths as messages write them, in order. */
    List<String> paths() {
        List<String> paths = new ArrayList<>();
        collect("", paths);
        return paths;
    }

    private void collect(String path, List<String> paths) {
        if (member) {
            paths.add(path);
        }
        children.forEach((step, child) -> child.collect(path + step.shown(), paths));
    }
}
