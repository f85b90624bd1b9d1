package io.samegate.api.core.protobuf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The protobuf messages of the kinds that can be written: which field of which number becomes what in JSON. As text, one
 * line for each kind (root, apiVersion or {@code *}, kind, number of its message), for each message
 * (numbered from 0) and for each of its fields (number, name, how many, form, number of the message it is). Immutable.
 */
public record WireTable(Map<String, Integer> roots, List<Map<Integer, WireField>> messages) {

    private static final String ANY = "*";

    public WireTable {
        roots = Map.copyOf(roots);
        messages = messages.stream().map(Map::copyOf).toList();
    }

    /** The table the build made. */
    static WireTable load() {
        try (InputStream in = WireTable.class.getResourceAsStream("/protobuf.gz");
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            return parse(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("the table of protobuf messages cannot be read", e);
        }
    }

    /** Reads a table. */
    public static WireTable parse(List<String> lines) {
        Map<String, Integer> roots = new HashMap<>();
        List<Map<Integer, WireField>> messages = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "root" -> roots.put(words[1] + " " + words[2], Integer.valueOf(words[3]));
                case "message" -> messages.add(new LinkedHashMap<>());
                default ->
                    messages.getLast()
                            .put(
                                    Integer.valueOf(words[0]),
                                    new WireField(
                                            words[1],
                                            WireField.Many.valueOf(words[2]),
                                            WireField.Form.valueOf(words[3]),
                                            Integer.parseInt(words[4])));
            }
        }
        return new WireTable(roots, messages);
    }

    /** The fields of the message of a kind, by number; nothing for a kind that cannot be read. */
    Optional<Map<Integer, WireField>> root(String apiVersion, String kind) {
        return Optional.ofNullable(roots.getOrDefault(apiVersion + " " + kind, roots.get(ANY + " " + kind)))
                .map(messages::get);
    }

    Map<Integer, WireField> message(int number) {
        return messages.get(number);
    }
}
