package io.samegate.api.core.access;

/** Finds out who asks. Thread-safe; asked on event loops for every request, so it does not block. */
public interface Authenticator {

    /** While there is no authentication, everybody is {@link User#ANONYMOUS}, whatever they show. */
    Authenticator NOBODY_IS_ASKED = credentials -> new Finding.Known(User.ANONYMOUS);

    Finding check(Credentials credentials);

    /** What was found out. */
    sealed interface Finding {

        record Known(User user) implements Finding {}

        /** There is nothing here that this authenticator looks at; another one may know. */
        record Silent() implements Finding {}

        /** What was shown is not valid; {@code why} is for the log and never holds a secret. */
        record Rejected(String why) implements Finding {}
    }
}
