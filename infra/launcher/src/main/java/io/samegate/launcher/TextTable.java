package io.samegate.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows in aligned columns, three spaces apart, as kubectl prints them. */
final class TextTable {

    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();

    static TextTable of(String... headings) {
        TextTable table = new TextTable();
        table.add(headings);
        return table;
    }

    /** A server-side Table; {@code wide} shows the columns that -o wide shows. */
    static TextTable of(JsonNode table, boolean wide) {
        TextTable text = new TextTable();
        List<Integer> shown = new ArrayList<>();
        List<String> headings = new ArrayList<>();
        JsonNode columns = table.path("columnDefinitions");
        for (int i = 0; i < columns.size(); i++) {
            if (wide || columns.path(i).path("priority").asInt() == 0) {
                shown.add(i);
                headings.add(columns.path(i).path("name").asText().toUpperCase(Locale.ROOT));
            }
        }
        text.rows.add(headings);
        for (JsonNode row : table.path("rows")) {
            text.rows.add(
                    shown.stream().map(i -> row.path("cells").path(i).asText()).toList());
        }
        return text;
    }

    void add(String... cells) {
        rows.add(List.of(cells));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width =
                        rows.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
                line.append(row.get(column))
                        .append(" ".repeat(width - row.get(column).length()))
                        .append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
