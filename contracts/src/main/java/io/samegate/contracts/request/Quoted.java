package io.samegate.contracts.request;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Strings as they stand in messages: quoted and escaped, so that no input can forge a message. */
public final class Quoted {

    private Quoted() {}

    public static String json(String value) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }
}
