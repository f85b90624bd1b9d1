package io.samegate.eventlog.write;

/** This membership can write no more: fenced, timed out, or the outcome of a commit is unknown. Rejoin as a standby. */
public final class LogLostException extends RuntimeException {

    public LogLostException(String message, Throwable cause) {
        super(message, cause);
    }

    public LogLostException(String message) {
        super(message);
    }
}
