package io.samegate.api.core.objects;

import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** All namespaces, as the log has them; immutable. */
public record Namespaces(PMap<String, Held> byName) {

    public static final Namespaces NONE = new Namespaces(HashTreePMap.empty());

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
    public List<Held> terminating() {
        return byName.values().stream().filter(Held::isTerminating).toList();
    }

    Namespaces with(Namespace namespace, long offset) {
        return new Namespaces(byName.plus(namespace.getMetadata().getName(), new Held(namespace, offset)));
    }

    Namespaces without(String name) {
        return new Namespaces(byName.minus(name));
    }
}
