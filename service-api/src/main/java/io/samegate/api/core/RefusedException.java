package io.samegate.api.core;

import io.fabric8.kubernetes.api.model.Status;
import io.samegate.contracts.request.Statuses;

/** A request that is refused before it becomes one; carries what the client gets to read. */
public final class RefusedException extends RuntimeException {

    /** Built once by its constructor and never changed; transient because nothing here is serialised by Java. */
    private final transient Status status;

    public RefusedException(Status status) {
        super(status.getMessage());
        this.status = status;
    }

    /** 400 with this message. */
    public static RefusedException badRequest(String message) {
        return new RefusedException(Statuses.badRequest(message));
    }

    /** Kubernetes' error object; its {@code code} is the HTTP code. */
    public Status status() {
        return status;
    }
}
