package io.samegate.systemtests;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Kubernetes objects in protobuf, as kubectl's typed commands send them, written field by field. */
final class FuzzProtobuf {

    private static final byte[] MAGIC = {'k', '8', 's', 0};

    private FuzzProtobuf() {}

    /** As {@code create service nodeport NAME --tcp=80:8080} sends it. */
    static byte[] service(String name) {
        byte[] targetPort = message(new Field(1, 0), new Field(2, 8080), new Field(3, ""));
        byte[] port = message(
                new Field(1, "80-8080"),
                new Field(2, "TCP"),
                new Field(3, 80),
                new Field(4, targetPort),
                new Field(5, 0));
        byte[] selector = message(new Field(1, "app"), new Field(2, name));
        byte[] spec = message(new Field(1, port), new Field(2, selector), new Field(3, ""), new Field(4, "NodePort"));
        return object(
                "v1", "Service", message(new Field(1, metadata(name)), new Field(2, spec), new Field(3, new byte[0])));
    }

    static byte[] namespace(String name) {
        return object("v1", "Namespace", message(new Field(1, metadata(name)), new Field(2, new byte[0])));
    }

    static byte[] deleteOptions() {
        return object("v1", "DeleteOptions", message(new Field(1, 0), new Field(4, "Background")));
    }

    private static byte[] metadata(String name) {
        return message(new Field(1, name), new Field(2, ""), new Field(3, ""), new Field(5, ""), new Field(6, ""));
    }

    private static byte[] object(String apiVersion, String kind, byte[] raw) {
        byte[] type = message(new Field(1, apiVersion), new Field(2, kind));
        byte[] unknown = message(new Field(1, type), new Field(2, raw), new Field(3, ""), new Field(4, ""));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(MAGIC);
        all.writeBytes(unknown);
        return all.toByteArray();
    }

    /** {@code value} is an Integer, a String or the bytes of a message. */
    private record Field(int number, Object value) {}

    private static byte[] message(Field... fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Field field : fields) {
            switch (field.value()) {
                case Integer number -> {
                    varint(out, field.number() << 3);
                    varint(out, number);
                }
                case String text -> bytes(out, field.number(), text.getBytes(StandardCharsets.UTF_8));
                case byte[] nested -> bytes(out, field.number(), nested);
                default -> throw new IllegalArgumentException("field: " + field);
            }
        }
        return out.toByteArray();
    }

    private static void bytes(ByteArrayOutputStream out, int number, byte[] value) {
        varint(out, (number << 3) | 2);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 127) {
            out.write((rest & 127) | 128);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
