package io.samegate.api.core.query;

/** What becomes of fields nobody knows. */
public enum FieldValidation {
    IGNORE,
    /** They are kept, and a {@code Warning} header names them. */
    WARN,
    /** The request is refused. */
    STRICT
}
