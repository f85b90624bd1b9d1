package io.samegate.api.core.protobuf;

import io.samegate.api.core.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the fields of one protobuf message, bounds checked. One thread. */
final class WireReader {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int DELIMITED = 2;
    static final int FIXED32 = 5;

    private static final int LONGEST_VARINT = 10;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int wireType;

    private WireReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** Reads {@code bytes}, which must not change meanwhile, from an index on. */
    static WireReader of(byte[] bytes, int from) {
        return new WireReader(bytes, from, bytes.length);
    }

    boolean hasMore() {
        return at < end;
    }

    /** Goes on to the next field and gives its number; its value must be read, or skipped, next. */
    int next() {
        long tag = varint();
        wireType = (int) (tag & 7);
        long field = tag >>> 3;
        if (field < 1 || field > 0x1fffffff) {
            throw malformed("field number " + field);
        }
        return (int) field;
    }

    /** How the value of the field is written. */
    int wireType() {
        return wireType;
    }

    void skip() {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> skip(8);
            case DELIMITED -> skip(length());
            case FIXED32 -> skip(4);
            default -> throw malformed("wire type " + wireType);
        }
    }

    long number() {
        expect(VARINT);
        return varint();
    }

    boolean isDelimited() {
        return wireType == DELIMITED;
    }

    /** A message inside this one, or a packed list. */
    WireReader message() {
        expect(DELIMITED);
        int length = length();
        WireReader inner = new WireReader(bytes, at, at + length);
        at += length;
        return inner;
    }

    /** Numbers of a packed list, one after the other. */
    long packed() {
        return varint();
    }

    byte[] bytes() {
        expect(DELIMITED);
        int length = length();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    String text() {
        expect(DELIMITED);
        int length = length();
        at += length;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at - length, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("a string that is not UTF-8");
        }
    }

    private void expect(int wanted) {
        if (wireType != wanted) {
            throw malformed("wire type " + wireType + " (expected: " + wanted + ")");
        }
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw malformed("a length of " + length + " where " + (end - at) + " bytes are left");
        }
        return (int) length;
    }

    private void skip(int length) {
        if (length > end - at) {
            throw malformed("an end in the middle of a value");
        }
        at += length;
    }

    private long varint() {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            if (at >= end) {
                throw malformed("an end in the middle of a number");
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number of more than 64 bits");
    }

    static RefusedException malformed(String what) {
        return RefusedException.badRequest("the body is not the protobuf of a Kubernetes object: " + what);
    }
}
