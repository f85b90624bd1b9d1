package io.samegate.api.core.fields;

import java.util.Comparator;

/**
 * Somebody who manages fields in one way.
 *
 * @param name as they call themselves
 * @param apiVersion the version they wrote in, which tells updaters apart and not appliers
 * @param subresource the part of the object they wrote, such as {@code status}; empty for its main part
 */
record Manager(String name, Operation operation, String apiVersion, String subresource) implements Comparable<Manager> {

    private static final Comparator<Manager> ORDER = Comparator.comparing(Manager::name)
            .thenComparing(Manager::operation)
            .thenComparing(Manager::apiVersion)
            .thenComparing(Manager::subresource);

    /** How they write. */
    enum Operation {
        APPLY("Apply"),
        UPDATE("Update");

        private final String wire;

        Operation(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }
    }

    /** Whoever applies; the version they do it in is only noted. */
    static Manager applier(String name, String subresource) {
        return new Manager(name, Operation.APPLY, "", subresource);
    }

    /** Whoever creates, replaces or patches. */
    static Manager updater(String name, String apiVersion, String subresource) {
        return new Manager(name, Operation.UPDATE, apiVersion, subresource);
    }

    boolean applies() {
        return operation == Operation.APPLY;
    }

    @Override
    public int compareTo(Manager other) {
        return ORDER.compare(this, other);
    }

    /** As in messages about conflicts. */
    String shown() {
        String quoted = '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        String where = subresource.isEmpty() ? "" : " with subresource \"" + subresource + '"';
        return quoted + where + (applies() ? "" : " using " + apiVersion);
    }
}
