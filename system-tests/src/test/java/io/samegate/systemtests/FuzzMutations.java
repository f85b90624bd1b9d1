package io.samegate.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Turns what is valid into what is nearly valid. Deterministic for a given source of chance. */
final class FuzzMutations {

    private static final List<String> STRINGS = List.of(
            "",
            " ",
            "a",
            "A",
            "-",
            "a-",
            "a.b",
            "a/b",
            "../x",
            "%2e%2e",
            "None",
            "null",
            "true",
            "0",
            "-1",
            "30000",
            "TCP",
            "UDP",
            "SCTP",
            "NodePort",
            "LoadBalancer",
            "ExternalName",
            "ClusterIP",
            "Local",
            "Cluster",
            "ClientIP",
            "IPv4",
            "IPv6",
            "DualStack",
            "127.0.0.1",
            "0.0.0.0",
            "169.254.1.1",
            "::1",
            "10.20.30.40",
            "300.1.1.1",
            "2020-01-01T00:00:00Z",
            "ü",
            "\u0000",
            "\uD800",
            "\u202e",
            "a\nb",
            "{{}}",
            "${jndi:x}",
            "x".repeat(63),
            "x".repeat(64),
            "x".repeat(254),
            "x".repeat(5_000));

    private static final List<String> KEYS = List.of(
            "name",
            "namespace",
            "labels",
            "annotations",
            "uid",
            "resourceVersion",
            "finalizers",
            "ownerReferences",
            "generateName",
            "deletionTimestamp",
            "creationTimestamp",
            "managedFields",
            "spec",
            "status",
            "type",
            "ports",
            "selector",
            "clusterIP",
            "clusterIPs",
            "nodePort",
            "targetPort",
            "protocol",
            "ipFamilies",
            "externalName",
            "$patch",
            "$setElementOrder/ports",
            "$retainKeys",
            "$deleteFromPrimitiveList/x",
            "colour",
            "",
            "a.b",
            "kind",
            "apiVersion",
            "metadata",
            "phase",
            "podIP",
            "conditions",
            "value",
            "op",
            "path",
            "from");

    private static final List<Byte> BYTES = List.of(
            (byte) 0,
            (byte) '{',
            (byte) '}',
            (byte) '[',
            (byte) ']',
            (byte) '"',
            (byte) ':',
            (byte) ',',
            (byte) '&',
            (byte) '*',
            (byte) '!',
            (byte) '\n',
            (byte) '\t',
            (byte) 0xff,
            (byte) 0xc0);

    private final SplittableRandom random;

    FuzzMutations(SplittableRandom random) {
        this.random = random;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    String text() {
        return oneOf(STRINGS);
    }

    /** The same document, changed at one place. */
    JsonNode changed(JsonNode document) {
        JsonNode copy = document.deepCopy();
        List<JsonNode> containers = new ArrayList<>();
        collect(copy, containers);
        if (containers.isEmpty()) {
            return value();
        }
        JsonNode place = oneOf(containers);
        switch (place) {
            case ObjectNode object -> change(object);
            case ArrayNode array -> change(array);
            default -> throw new AssertionError(place);
        }
        return copy;
    }

    /** The same bytes, changed at one place. */
    byte[] changed(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> {
                byte[] copy = bytes.clone();
                copy[at] ^= (byte) (1 << random.nextInt(8));
                yield copy;
            }
            case 2 -> {
                byte[] copy = Arrays.copyOf(bytes, bytes.length + bytes.length - at);
                System.arraycopy(bytes, at, copy, bytes.length, bytes.length - at);
                yield copy;
            }
            default -> {
                byte[] copy = bytes.clone();
                copy[at] = oneOf(BYTES);
                yield copy;
            }
        };
    }

    private void change(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || chance(25)) {
            object.set(oneOf(KEYS), value());
            return;
        }
        String name = oneOf(names);
        switch (random.nextInt(4)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(oneOf(KEYS), object.get(name).deepCopy());
            default -> object.set(name, value());
        }
    }

    private void change(ArrayNode array) {
        if (array.isEmpty() || chance(30)) {
            array.add(value());
            return;
        }
        int at = random.nextInt(array.size());
        switch (random.nextInt(3)) {
            case 0 -> array.remove(at);
            case 1 -> array.add(array.get(at).deepCopy());
            default -> array.set(at, value());
        }
    }

    private JsonNode value() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(10)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.booleanNode(random.nextBoolean());
            case 2 ->
                nodes.numberNode(oneOf(List.of(0, -1, 1, 80, 443, 30_000, 32_767, 65_535, 65_536, Integer.MAX_VALUE)));
            case 3 -> nodes.numberNode(oneOf(List.of(Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32)));
            case 4 -> nodes.numberNode(oneOf(List.of(0.5, 1e300, -0.0)));
            case 5 -> nodes.objectNode();
            case 6 -> nodes.arrayNode();
            case 7 -> nodes.arrayNode().add(text()).add(text());
            case 8 -> nested(random.nextInt(1, 120));
            default -> nodes.textNode(text());
        };
    }

    private static JsonNode nested(int depth) {
        JsonNode node = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < depth; i++) {
            node = JsonNodeFactory.instance.objectNode().set("a", node);
        }
        return node;
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }
}
