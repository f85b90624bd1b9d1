package io.samegate.api.core.objects;

/** What the writer of the plain kinds notices besides requests. */
public sealed interface ObjectInput {

    /** A namespace that must always be there; {@code uid} is for the case that it is not there yet. */
    record Required(String name, String uid) implements ObjectInput {}

    /** Every owner has answered that it holds nothing in the namespace with this uid any more. */
    record Emptied(String name, String uid) implements ObjectInput {}
}
