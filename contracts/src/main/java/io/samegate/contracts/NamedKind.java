package io.samegate.contracts;

/** A kind that no object here is of: clients ask for it by name, and hear what there is to say without one. */
public record NamedKind(String group, String version, String kind, String plural, boolean namespaced)
        implements ApiKind {}
