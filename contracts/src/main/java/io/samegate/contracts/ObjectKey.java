package io.samegate.contracts;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Names one object of a known kind. The namespace is empty for cluster-scoped kinds (Node, Namespace), the name never.
 *
 * <p>Neither may contain a slash: {@link #path()} is the key of the object's record and must be readable back.
 */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

    public ObjectKey {
        if (name.isEmpty() || name.indexOf('/') >= 0 || namespace.indexOf('/') >= 0) {
            throw new IllegalArgumentException("object key: \"" + namespace + "\" / \"" + name
                    + "\" (expected: a name, no slash in the name or the namespace)");
        }
    }

    /** A key in no namespace. */
    public static ObjectKey clusterScoped(String name) {
        return new ObjectKey("", name);
    }

    /** The key an object's own metadata names. */
    public static ObjectKey of(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return new ObjectKey(
                namespace == null ? "" : namespace, object.getMetadata().getName());
    }

    /** Reads {@link #path()} back. */
    public static ObjectKey parse(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? clusterScoped(path) : new ObjectKey(path.substring(0, slash), path.substring(slash + 1));
    }

    /** {@code namespace/name}, or {@code name} alone where there is no namespace. */
    public String path() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    @Override
    public int compareTo(ObjectKey other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return path();
    }
}
