package io.samegate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a figure must be read with. */
final class Machine {

    private static final Path LOAD = Path.of("/proc/loadavg");

    private Machine() {}

    /** One line: cores, JDK, and how much else is going on. */
    static String description() {
        return Runtime.getRuntime().availableProcessors() + " cores, JDK " + Runtime.version() + ", load " + load();
    }

    private static String load() {
        try {
            return Files.readString(LOAD).split(" ", 2)[0] + " (1 min average at the start)";
        } catch (IOException e) {
            return "unknown";
        }
    }
}
