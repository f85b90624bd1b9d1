package io.samegate.api.core.fields;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One step from a value to a part of it, as {@code fieldsV1} writes it. Ordered; immutable. */
sealed interface PathElement extends Comparable<PathElement> {

    ObjectMapper MAPPER = JsonMapper.builder().build();
    Comparator<PathElement> ORDER = Comparator.comparingInt(PathElement::rank).thenComparing(PathElement::body);
    /** What says of which kind an element is, by rank. */
    List<String> PREFIXES = List.of("f:", "k:", "v:", "i:");

    /** As a key of {@code fieldsV1}, such as {@code f:ports} or {@code k:{"port":80,"protocol":"TCP"}}. */
    default String text() {
        return PREFIXES.get(rank()) + body();
    }

    /** The text without what says of which kind it is. */
    String body();

    /** As in messages, such as {@code .ports} or {@code [port=80,protocol="TCP"]}. */
    String shown();

    /** Its place among the kinds of elements, from 0. */
    int rank();

    @Override
    default int compareTo(PathElement other) {
        return ORDER.compare(this, other);
    }

    /** A field of an object, or a key of a map. */
    record Field(String name) implements PathElement {
        @Override
        public String body() {
            return name;
        }

        @Override
        public String shown() {
            return "." + name;
        }

        @Override
        public int rank() {
            return 0;
        }
    }

    /**
     * The element of a list in which certain fields have certain values.
     *
     * @param body an object of these fields as JSON, sorted by name
     */
    record Keyed(String body) implements PathElement {

        /**
         * The element with these values.
         *
         * @param fields names to values, the values as JSON
         */
        static Keyed of(SortedMap<String, String> fields) {
            return new Keyed(fields.entrySet().stream()
                    .map(field -> json(field.getKey()) + ":" + field.getValue())
                    .collect(Collectors.joining(",", "{", "}")));
        }

        @Override
        public String shown() {
            return parse(body).properties().stream()
                    .map(field -> field.getKey() + "=" + field.getValue())
                    .collect(Collectors.joining(",", "[", "]"));
        }

        @Override
        public int rank() {
            return 1;
        }
    }

    /**
     * The element of a list that is this value.
     *
     * @param body the value as JSON
     */
    record Value(String body) implements PathElement {
        @Override
        public String shown() {
            return "[=" + body + "]";
        }

        @Override
        public int rank() {
            return 2;
        }
    }

    /** The element of a list at this place, which others may have written; nothing here makes these. */
    record Index(int index) implements PathElement {
        @Override
        public String body() {
            return Integer.toString(index);
        }

        @Override
        public String shown() {
            return "[" + index + "]";
        }

        @Override
        public int rank() {
            return 3;
        }
    }

    /**
     * Reads a key of {@code fieldsV1}; empty for a kind of element that nobody knows yet.
     *
     * @throws IllegalArgumentException if it is of a known kind and malformed
     */
    static Optional<PathElement> read(String text) {
        String rest = text.length() < 2 ? "" : text.substring(2);
        return switch (text.substring(0, Math.min(2, text.length()))) {
            case "f:" -> Optional.of(new Field(rest));
            case "v:" -> Optional.of(new Value(parse(rest).toString()));
            case "i:" -> Optional.of(new Index(Integer.parseInt(rest)));
            case "k:" -> {
                JsonNode keys = parse(rest);
                if (!keys.isObject() || keys.isEmpty()) {
                    throw new IllegalArgumentException("path element: " + text + " (expected: an object of keys)");
                }
                SortedMap<String, String> fields = new TreeMap<>();
                keys.properties()
                        .forEach(key -> fields.put(key.getKey(), key.getValue().toString()));
                yield Optional.of(Keyed.of(fields));
            }
            default -> Optional.empty();
        };
    }

    private static JsonNode parse(String json) {
        try {
            JsonNode value = MAPPER.readTree(json);
            if (value.isMissingNode()) {
                throw new IllegalArgumentException("path element: nothing (expected: JSON)");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("path element: " + json + " (expected: JSON)", e);
        }
    }

    private static String json(String text) {
        return MAPPER.getNodeFactory().textNode(text).toString();
    }
}
