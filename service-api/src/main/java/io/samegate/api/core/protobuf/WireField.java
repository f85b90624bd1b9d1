package io.samegate.api.core.protobuf;

/**
 * One field of a message, and what becomes of it in JSON. Immutable.
 *
 * @param name in JSON
 * @param form of the value; of each value in a list or map
 * @param message the number of the message the value is, for forms that are messages with fields; 0 for others
 */
public record WireField(String name, Many many, Form form, int message) {

    /** How many values there may be. */
    public enum Many {
        ONE,
        LIST,
        MAP
    }

    /** What a value is; in the order of their names in the table. */
    public enum Form {
        /** Empty says nothing, unless it stands in a list or map. */
        TEXT,
        /** Zero says something. */
        NUMBER,
        /** Zero says nothing: the writer cannot leave it out. */
        NUMBER_OR_ZERO,
        /** False says something. */
        FLAG,
        /** False says nothing: the writer cannot leave it out. */
        FLAG_OR_FALSE,
        /** In JSON, base 64. */
        BYTES,
        OBJECT,
        /** Its fields stand in JSON among those of the message around it. */
        INLINED,
        TIME,
        MICRO_TIME,
        QUANTITY,
        INT_OR_STRING,
        /** A message with JSON in its only field. */
        RAW_JSON,
        /** A message that is a list of strings in JSON. */
        TEXTS
    }
}
