package io.samegate.contracts;

/** A record on the log that is not what its topic holds. Whoever meets one stops: going on would lose what it says. */
public final class UnreadableRecordException extends RuntimeException {

    public UnreadableRecordException(String message) {
        super(message);
    }

    public UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
