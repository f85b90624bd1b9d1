package io.samegate.api.core.objects;

import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** All namespaces, as the log has them; immutable. */
public record Namespaces(PMap<String, Held> byName) {

    public static final Namespaces NONE = new Namespaces(HashTreePMap.empty());

    /** The finalizer of a namespace's contents, in its spec; an emptied namespace has it no longer. */
    static final String KUBERNETES = "kubernetes";

    /** Whether the owners of what was in it have said that nothing is left. */
    static boolean isEmptied(Namespace namespace) {
        return namespace.getSpec() != null
                && !namespace.getSpec().getFinalizers().contains(KUBERNETES);
    }

    /** One namespace and the offset of its record. */
    public record Held(Namespace namespace, long offset) {

        public String name() {
            return namespace.getMetadata().getName();
        }

        public String uid() {
            return namespace.getMetadata().getUid();
        }

        public boolean isTerminating() {
            return namespace.getMetadata().getDeletionTimestamp() != null;
        }
    }

    public Optional<Held> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Those that wait until their contents are gone. */
    public List<Held> toBeEmptied() {
        return byName.values().stream()
                .filter(held -> held.isTerminating() && !isEmptied(held.namespace()))
                .toList();
    }

    Namespaces with(Namespace namespace, long offset) {
        return new Namespaces(byName.plus(namespace.getMetadata().getName(), new Held(namespace, offset)));
    }

    Namespaces without(String name) {
        return new Namespaces(byName.minus(name));
    }
}
