package io.samegate.contracts.request;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What another service asks the owner of a kind to do. Exactly one {@link Answer} follows, or none at all if the
 * request never reached the log; a request is carried out whole or not at all.
 *
 * <p>Objects come defaulted and statically valid; what depends on the stored object or on other objects is the
 * owner's to decide. The owner sets {@code uid} (the request's id), {@code creationTimestamp} and {@code generation}.
 */
public sealed interface Request {

    RequestHeader header();

    /** 409 AlreadyExists if there is one with this key. */
    record Create(RequestHeader header, HasMetadata object) implements Request {}

    /** 404 if there is none. An equal object is not written again and keeps its resourceVersion. */
    record Replace(RequestHeader header, HasMetadata object, Preconditions preconditions, Part part)
            implements Request {}

    /** 404 if there is none. A Pod is first marked terminating and removed when it is drained or its grace is over. */
    record Delete(RequestHeader header, Preconditions preconditions, Grace grace) implements Request {}

    /**
     * The barrier of a namespace's deletion ({@code header.target} is the Namespace): from here on the owner refuses
     * creates in it, deletes what it holds there and answers once it is empty.
     */
    record CloseNamespace(RequestHeader header) implements Request {}
}
