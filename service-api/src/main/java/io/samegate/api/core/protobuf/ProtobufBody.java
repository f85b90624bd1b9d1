package io.samegate.api.core.protobuf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.body.Depth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns bodies in Kubernetes' protobuf into the trees that JSON bodies are. Go writes every field it cannot leave out,
 * so what is empty or zero there counts as left out. For one body; one thread.
 */
public final class ProtobufBody {

    /** The media type of such bodies. */
    public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Depth.MOST_LEVELS)
                            .build())
                    .build())
            .build();

    /** More than an object of the largest size can need; a value of two bytes costs a hundred in memory. */
    private static final int MOST_VALUES = 200_000;

    private final WireTable table;
    private int values;

    private ProtobufBody(WireTable table) {
        this.table = table;
    }

    /** The table is read when the first body comes. */
    private static final class Table {
        static final WireTable OF_THIS_BUILD = WireTable.load();
    }

    /**
     * The tree of a body; of a kind that cannot be read, only its apiVersion and kind.
     *
     * @throws RefusedException 400 if it is malformed or has too many values
     */
    public static JsonNode read(byte[] body) {
        return read(body, Table.OF_THIS_BUILD);
    }

    static JsonNode read(byte[] body, WireTable table) {
        if (body.length < MAGIC.length || !Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw WireReader.malformed("it does not begin with the bytes k8s\\0");
        }
        return new ProtobufBody(table).envelope(WireReader.of(body, MAGIC.length));
    }

    private JsonNode envelope(WireReader envelope) {
        String apiVersion = "";
        String kind = "";
        Optional<WireReader> raw = Optional.empty();
        while (envelope.hasMore()) {
            switch (envelope.next()) {
                case 1 -> {
                    WireReader type = envelope.message();
                    while (type.hasMore()) {
                        switch (type.next()) {
                            case 1 -> apiVersion = type.text();
                            case 2 -> kind = type.text();
                            default -> type.skip();
                        }
                    }
                }
                case 2 -> raw = Optional.of(envelope.message());
                case 3 -> requireNone("content encoding", envelope.text());
                case 4 -> requireNone("content type", envelope.text());
                default -> envelope.skip();
            }
        }
        ObjectNode tree = NODES.objectNode();
        if (!apiVersion.isEmpty()) {
            tree.put("apiVersion", apiVersion);
        }
        if (!kind.isEmpty()) {
            tree.put("kind", kind);
        }
        Optional<Map<Integer, WireField>> fields = table.root(apiVersion, kind);
        if (raw.isPresent() && fields.isPresent()) {
            into(tree, raw.get(), fields.get());
        }
        return tree;
    }

    private static void requireNone(String what, String value) {
        if (!value.isEmpty() && !value.equals(MEDIA_TYPE)) {
            throw WireReader.malformed(what + " \"" + value + "\" (expected: none)");
        }
    }

    /** The depth is bounded by that of the table, in which no message contains itself. */
    private void into(ObjectNode tree, WireReader message, Map<Integer, WireField> fields) {
        while (message.hasMore()) {
            WireField field = fields.get(message.next());
            if (field == null) {
                message.skip(); // of a newer Kubernetes, or of no interest
                continue;
            }
            switch (field.many()) {
                case ONE -> one(tree, field, message);
                case LIST -> list(tree.withArrayProperty(field.name()), field, message);
                case MAP -> entry(tree.withObjectProperty(field.name()), field, message.message());
            }
        }
    }

    private void one(ObjectNode tree, WireField field, WireReader message) {
        if (field.form() == WireField.Form.INLINED) {
            into(tree, message.message(), table.message(field.message()));
            return;
        }
        value(field, message)
                .filter(value -> !saysNothing(field.form(), value))
                .ifPresent(value -> tree.set(field.name(), value));
    }

    private void list(ArrayNode list, WireField field, WireReader message) {
        if (field.form() == WireField.Form.NUMBER && message.isDelimited()) {
            WireReader packed = message.message();
            while (packed.hasMore()) {
                count();
                list.add(packed.packed());
            }
            return;
        }
        list.add(value(field, message).orElseGet(NODES::objectNode));
    }

    private void entry(ObjectNode map, WireField field, WireReader entry) {
        String key = "";
        JsonNode value = field.form() == WireField.Form.TEXTS ? NODES.arrayNode() : TextNode.valueOf("");
        while (entry.hasMore()) {
            switch (entry.next()) {
                case 1 -> key = entry.text();
                case 2 -> value = value(field, entry).orElse(value);
                default -> entry.skip();
            }
        }
        map.set(key, value);
    }

    private static boolean saysNothing(WireField.Form form, JsonNode value) {
        return switch (form) {
            case TEXT, BYTES, QUANTITY -> value.asText().isEmpty();
            case NUMBER_OR_ZERO -> value.longValue() == 0;
            case FLAG_OR_FALSE -> !value.booleanValue();
            case NUMBER, FLAG, OBJECT, INLINED, TIME, MICRO_TIME, INT_OR_STRING, RAW_JSON, TEXTS -> false;
        };
    }

    /** Nothing for a time that is not set, or JSON that is not there. */
    private Optional<JsonNode> value(WireField field, WireReader message) {
        count();
        return switch (field.form()) {
            case TEXT -> Optional.of(TextNode.valueOf(message.text()));
            case NUMBER, NUMBER_OR_ZERO -> Optional.of(WireValues.whole(message.number()));
            case FLAG, FLAG_OR_FALSE -> Optional.of(BooleanNode.valueOf(message.number() != 0));
            case BYTES -> Optional.of(TextNode.valueOf(Base64.getEncoder().encodeToString(message.bytes())));
            case OBJECT, INLINED -> {
                ObjectNode object = NODES.objectNode();
                into(object, message.message(), table.message(field.message()));
                yield Optional.of(object);
            }
            case TIME -> WireValues.time(message.message(), false);
            case MICRO_TIME -> WireValues.time(message.message(), true);
            case QUANTITY -> Optional.of(TextNode.valueOf(String.join("", texts(message.message()))));
            case INT_OR_STRING -> Optional.of(WireValues.intOrString(message.message()));
            case RAW_JSON -> rawJson(message.message());
            case TEXTS -> {
                ArrayNode items = NODES.arrayNode();
                texts(message.message()).forEach(items::add);
                yield Optional.of(items);
            }
        };
    }

    /** The strings in the first field of a message. */
    private List<String> texts(WireReader message) {
        List<String> texts = new ArrayList<>();
        while (message.hasMore()) {
            if (message.next() == 1) {
                count();
                texts.add(message.text());
            } else {
                message.skip();
            }
        }
        return texts;
    }

    private Optional<JsonNode> rawJson(WireReader message) {
        String json = String.join("", texts(message));
        if (json.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw WireReader.malformed("a field that is not JSON, or nested too deeply");
        }
    }

    private void count() {
        values++;
        if (values > MOST_VALUES) {
            throw RefusedException.badRequest("the body has more than " + MOST_VALUES + " values");
        }
    }
}
