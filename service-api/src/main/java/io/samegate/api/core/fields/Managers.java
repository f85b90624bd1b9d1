package io.samegate.api.core.fields;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.samegate.contracts.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who manages what of one object: the meaning of its {@code managedFields}. Immutable. */
record Managers(SortedMap<Manager, Owned> owned) {

    static final Managers NOBODY = new Managers(new TreeMap<>());

    /** Takes in the updaters that are too many. */
    static final String ANCIENT = "ancient-changes";

    /** More updaters than these are not told apart; appliers are, for they may come back. */
    static final int MOST_UPDATERS = 10;

    private static final String FIELDS_V1 = "FieldsV1";

    /**
     * What one of them manages.
     *
     * @param apiVersion they last wrote in
     * @param time of their last change, as on the wire; empty if nobody noted it
     */
    record Owned(FieldSet fields, String apiVersion, String time) {
        private Owned without(FieldSet lost) {
            return new Owned(fields.minus(lost), apiVersion, time);
        }
    }

    Managers {
        SortedMap<Manager, Owned> copy = new TreeMap<>(owned);
        copy.values().removeIf(it -> it.fields().isEmpty());
        owned = Collections.unmodifiableSortedMap(copy);
    }

    /**
     * Reads {@code managedFields}.
     *
     * @throws IllegalArgumentException if an entry makes no sense
     */
    static Managers read(List<ManagedFieldsEntry> entries) {
        SortedMap<Manager, Owned> owned = new TreeMap<>();
        for (ManagedFieldsEntry entry : entries) {
            if (!FIELDS_V1.equals(entry.getFieldsType()) || entry.getFieldsV1() == null) {
                throw new IllegalArgumentException(
                        "fieldsType: " + entry.getFieldsType() + " (expected: " + FIELDS_V1 + ")");
            }
            FieldSet fields = FieldSet.read(Json.tree(entry.getFieldsV1()));
            String version = orEmpty(entry.getApiVersion());
            Owned its = new Owned(fields, version, orEmpty(entry.getTime()));
            owned.merge(manager(entry), its, Managers::both);
        }
        return new Managers(owned);
    }

    private static Owned both(Owned one, Owned other) {
        Owned later = one.time.compareTo(other.time) > 0 ? one : other;
        return new Owned(one.fields.union(other.fields), later.apiVersion, later.time);
    }

    private static Manager manager(ManagedFieldsEntry entry) {
        String name = orEmpty(entry.getManager());
        String subresource = orEmpty(entry.getSubresource());
        if (Manager.Operation.APPLY.wire().equals(entry.getOperation())) {
            return Manager.applier(name, subresource);
        }
        if (Manager.Operation.UPDATE.wire().equals(entry.getOperation())) {
            return Manager.updater(name, orEmpty(entry.getApiVersion()), subresource);
        }
        throw new IllegalArgumentException("operation: " + entry.getOperation() + " (expected: Apply or Update)");
    }

    /** As {@code managedFields}: appliers first, then by time. */
    List<ManagedFieldsEntry> entries() {
        Comparator<Map.Entry<Manager, Owned>> order =
                Comparator.comparing(it -> it.getKey().operation());
        return owned.entrySet().stream()
                .sorted(order.thenComparing(it -> it.getValue().time())
                        .thenComparing(it -> it.getKey().name())
                        .thenComparing(it -> it.getValue().apiVersion())
                        .thenComparing(it -> it.getKey().subresource()))
                .map(it -> entry(it.getKey(), it.getValue()))
                .toList();
    }

    private static ManagedFieldsEntry entry(Manager manager, Owned its) {
        FieldsV1 fields = new FieldsV1();
        fields.setAdditionalProperties(its.fields.fieldsV1());
        return new ManagedFieldsEntry(
                its.apiVersion,
                FIELDS_V1,
                fields,
                manager.name(),
                manager.operation().wire(),
                manager.subresource().isEmpty() ? null : manager.subresource(),
                its.time.isEmpty() ? null : its.time);
    }

    boolean isEmpty() {
        return owned.isEmpty();
    }

    /** What one manages; {@link FieldSet#NONE} if nothing. */
    FieldSet fieldsOf(Manager manager) {
        return owned.containsKey(manager) ? owned.get(manager).fields() : FieldSet.NONE;
    }

    /** What anybody manages. */
    FieldSet all() {
        return owned.values().stream().map(Owned::fields).reduce(FieldSet.NONE, FieldSet::union);
    }

    Managers with(Manager manager, Owned its) {
        SortedMap<Manager, Owned> next = new TreeMap<>(owned);
        next.put(manager, its);
        return new Managers(next);
    }

    /** Everybody but one has lost these fields. */
    Managers without(Manager one, FieldSet lost) {
        SortedMap<Manager, Owned> next = new TreeMap<>(owned);
        next.replaceAll((manager, its) -> manager.equals(one) ? its : its.without(lost));
        return new Managers(next);
    }

    /** Everybody has lost these fields. */
    Managers withoutAny(FieldSet lost) {
        SortedMap<Manager, Owned> next = new TreeMap<>(owned);
        next.replaceAll((manager, its) -> its.without(lost));
        return new Managers(next);
    }

    /** With at most {@link #MOST_UPDATERS} updaters: the oldest of them become one. */
    Managers capped() {
        List<Manager> updaters = new ArrayList<>(
                owned.keySet().stream().filter(manager -> !manager.applies()).toList());
        updaters.sort(Comparator.comparing(manager -> owned.get(manager).time()));
        SortedMap<Manager, Owned> next = new TreeMap<>(owned);
        int tooMany = updaters.size() - MOST_UPDATERS;
        for (Manager oldest : updaters) {
            if (tooMany <= 0) {
                break;
            }
            Manager ancient = Manager.updater(ANCIENT, oldest.apiVersion(), "");
            Owned its = next.get(oldest);
            if (!oldest.equals(ancient)) {
                next.remove(oldest);
                tooMany -= next.containsKey(ancient) ? 1 : 0;
                next.merge(ancient, its, Managers::both);
            }
        }
        return new Managers(next);
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }
}
