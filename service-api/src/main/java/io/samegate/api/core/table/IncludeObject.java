package io.samegate.api.core.table;

/** What a Table's row carries beside its cells. */
public enum IncludeObject {
    /** Kind and metadata: what clients get if they do not ask. */
    METADATA,
    /** The whole object. */
    OBJECT,
    NONE
}
