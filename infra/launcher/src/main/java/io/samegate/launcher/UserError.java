package io.samegate.launcher;

/** Something the user can mend; the message is one sentence that says what was found and what changes it. */
final class UserError extends RuntimeException {

    UserError(String message) {
        super(message);
    }

    UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
