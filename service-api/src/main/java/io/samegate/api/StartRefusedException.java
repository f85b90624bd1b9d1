package io.samegate.api;

/** Something is in the way of the start that a person must change; the message is one sentence that says what. */
final class StartRefusedException extends RuntimeException {

    StartRefusedException(String message) {
        super(message);
    }
}
