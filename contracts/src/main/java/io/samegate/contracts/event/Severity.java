package io.samegate.contracts.event;

/** Kubernetes' two types of Event. */
public enum Severity {
    NORMAL,
    /** Somebody should look. */
    WARNING
}
