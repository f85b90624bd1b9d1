package io.samegate.launcher;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a program is run: this very JVM's java, with the AOT cache of its kind where the JVM can use one (25 and later).
 */
final class JvmCommand {

    private static final int FIRST_WITH_AOT = 25;

    /** What to do about AOT caches. */
    enum Aot {
        USE,
        /** Write the cache when the process ends. */
        TRAIN,
        OFF
    }

    private final Path caches;
    private final Aot aot;

    JvmCommand(Path root, Aot aot) {
        this.caches = root.resolve("infra/launcher/target/aot");
        this.aot = Runtime.version().feature() >= FIRST_WITH_AOT ? aot : Aot.OFF;
    }

    static boolean canTrain() {
        return Runtime.version().feature() >= FIRST_WITH_AOT;
    }

    /** The cache of a kind of program. */
    Path cache(String kind) {
        return caches.resolve(kind + ".aot");
    }

    List<String> of(Program program, List<String> marks) {
        List<String> words = new ArrayList<>();
        detached().ifPresent(words::add);
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(program.jvmFlags());
        if (Runtime.version().feature() >= FIRST_WITH_AOT) {
            words.add("-XX:+UseCompactObjectHeaders");
        }
        switch (aot) {
            case USE -> {
                Path cache = cache(program.kind());
                if (Files.isReadable(cache)) {
                    words.add("-XX:AOTCache=" + cache);
                    words.add("-Xlog:aot=off,aot*=off");
                }
            }
            case TRAIN -> words.add("-XX:AOTCacheOutput=" + cache(program.kind()));
            case OFF -> {
                // Runs as it is.
            }
        }
        words.addAll(marks);
        if (program.mainClass().isEmpty()) {
            words.add("-jar");
            words.add(program.jar().toString());
        } else {
            words.add("-cp");
            words.add(program.jar().toString());
            words.add(program.mainClass());
        }
        words.addAll(program.arguments());
        return words;
    }

    /** A session of its own keeps Ctrl-C and a closed terminal away from the processes, where setsid is there. */
    private static Optional<String> detached() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "setsid"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
