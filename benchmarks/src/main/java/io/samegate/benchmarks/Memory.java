package io.samegate.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process keeps in memory, in MiB.
 *
 * @param rss all pages it has, shared ones too
 * @param pss the same with every shared page divided by how many processes share it: the one that adds up
 */
record Memory(double rss, double pss) {

    static Memory of(long pid) {
        try {
            return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the kernel's lines, such as {@code Rss: 1234 kB}. */
    static Memory parse(List<String> lines) {
        return new Memory(mebibytes(lines, "Rss:"), mebibytes(lines, "Pss:"));
    }

    Memory plus(Memory other) {
        return new Memory(rss + other.rss, pss + other.pss);
    }

    private static double mebibytes(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .mapToDouble(kibibytes -> kibibytes / 1024.0)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no line " + name + " in " + lines));
    }
}
