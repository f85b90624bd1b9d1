package io.samegate.broker;

import java.io.Serial;

/** The broker did not start and holds nothing any more; the message is one sentence for the person who started it. */
public final class BrokerStartException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public BrokerStartException(String message) {
        super(message);
    }

    public BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
