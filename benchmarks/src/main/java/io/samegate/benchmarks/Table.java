package io.samegate.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows under headings: for a person in aligned columns, for programs as CSV. Cells contain no commas. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> headings) {
        rows.add(List.copyOf(headings));
    }

    Table add(List<String> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException(
                    "row: " + cells + " (expected: a cell for each of " + rows.getFirst() + ")");
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /** Writes {@code <name>.csv} where the results are kept, and says where. */
    void write(Installation installation, String name) {
        Path file = installation.root().resolve("benchmarks/target/results").resolve(name + ".csv");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, rows.stream().map(row -> String.join(",", row)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println("As CSV: " + file);
    }

    @Override
    public String toString() {
        return rows.stream().map(this::line).collect(Collectors.joining("\n")) + "\n";
    }

    /** The first column names the row, the others are figures. */
    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String padding = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? cell + padding : "   " + padding + cell);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
