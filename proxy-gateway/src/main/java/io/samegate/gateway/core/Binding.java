package io.samegate.gateway.core;

/** What became of the wish for a socket. */
public sealed interface Binding {

    /** Held: nobody else can have it. */
    record Bound() implements Binding {}

    /** Not held; to be tried again. */
    record Refused(BindFailure failure, String reason) implements Binding {}
}
