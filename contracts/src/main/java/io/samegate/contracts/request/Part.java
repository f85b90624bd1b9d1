package io.samegate.contracts.request;

/** Which part of the object a replace writes; the other part of the stored object stays. */
public enum Part {
    /** Metadata and spec; for a Pod its status too (it is registered, nobody else writes it). */
    MAIN,
    /** The {@code /status} subresource: status alone. */
    STATUS,
    /** The {@code /finalize} subresource of a Namespace: the finalizers of its spec alone. */
    FINALIZERS
}
