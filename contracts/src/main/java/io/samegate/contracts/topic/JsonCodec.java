package io.samegate.contracts.topic;

import io.samegate.contracts.Json;

/** A record class as JSON, field by field; unknown fields are passed over. */
record JsonCodec<T>(Class<T> model, String eventType) implements Codec<T> {

    @Override
    public byte[] encode(T value) {
        return Json.write(value);
    }

    @Override
    public T decode(byte[] bytes) {
        return Json.read(bytes, model);
    }

    @Override
    public String type(T value) {
        return eventType;
    }
}
