package io.samegate.contracts;

/** Names one object of any kind. */
public record ObjectRef(ObjectKind kind, ObjectKey key) {

    /** Reads {@link #path()} back. */
    public static ObjectRef parse(String path) {
        int slash = path.indexOf('/');
        ObjectKind kind = ObjectKind.named(path.substring(0, Math.max(slash, 0)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "object reference: \"" + path + "\" (expected: Kind/namespace/name or Kind/name)"));
        return new ObjectRef(kind, ObjectKey.parse(path.substring(slash + 1)));
    }

    /** {@code Kind/namespace/name}, or {@code Kind/name} where there is no namespace. */
    public String path() {
        return kind.kind() + "/" + key.path();
    }

    @Override
    public String toString() {
        return path();
    }
}
