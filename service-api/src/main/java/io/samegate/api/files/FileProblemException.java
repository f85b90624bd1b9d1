package io.samegate.api.files;

/** A file cannot be read or is not understood; the message is the middle of a sentence that names it and its setting. */
public final class FileProblemException extends Exception {

    private static final long serialVersionUID = 1L;

    public FileProblemException(String message) {
        super(message);
    }
}
