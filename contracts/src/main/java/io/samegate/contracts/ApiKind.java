package io.samegate.contracts;

/** The names of a kind on the wire, in paths and in messages. */
public sealed interface ApiKind permits ObjectKind, NamedKind {

    /** The API group, empty for the core group. */
    String group();

    String version();

    /** The name in {@code kind}. */
    String kind();

    /** The name in paths and in messages about one object of it. */
    String plural();

    boolean namespaced();

    /** {@code v1} or {@code group/version}, as in {@code apiVersion}. */
    default String apiVersion() {
        return group().isEmpty() ? version() : group() + "/" + version();
    }

    /** The name in messages: {@code services}, {@code endpointslices.discovery.k8s.io}. */
    default String qualified() {
        return group().isEmpty() ? plural() : plural() + "." + group();
    }
}
