package io.samegate.api.core.access;

/** A file that says who may come in is not understood; the message names the line and never holds a secret. */
public final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param line the first is 1 */
    public MalformedException(int line, String what) {
        super("line " + line + ": " + what);
    }

    /** Where no line can be named. */
    public MalformedException(String what) {
        super(what);
    }
}
