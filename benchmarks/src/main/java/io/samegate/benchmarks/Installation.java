package io.samegate.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The installation that is measured, driven by {@code ./samegate} as a user does.
 *
 * @param root the checkout
 * @param home its folder
 * @param instance moves its ports and addresses, as the launcher's README says
 */
record Installation(Path root, Path home, int instance) {

    private static final int NODES = 3;

    /** What {@code run.sh} has brought up. */
    static Installation running() {
        return new Installation(
                Path.of(System.getProperty("samegate.root")),
                Path.of(System.getenv("SAMEGATE_HOME")),
                Integer.parseInt(System.getenv("SAMEGATE_INSTANCE")));
    }

    /**
     * Runs {@code ./samegate} to its end.
     *
     * @return what it printed
     * @throws IllegalStateException if it fails
     */
    String samegate(String command) {
        try {
            Process process = new ProcessBuilder(root.resolve("samegate").toString(), command)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("./samegate " + command + " failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A text file of the checkout. */
    String read(String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String apiUrl() {
        return "http://127.0.0.1:" + apiPort();
    }

    int apiPort() {
        return 8080 + 10 * instance;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + (9092 + 10 * instance);
    }

    int allocatorPort() {
        return 10251 + 10 * instance;
    }

    List<String> nodeAddresses() {
        return IntStream.rangeClosed(1, NODES)
                .mapToObj(node -> "127.0." + instance + "." + (10 + node))
                .toList();
    }

    /** The names of the processes that have been started, sorted. */
    List<String> programs() {
        try (Stream<Path> files = Files.list(home.resolve("run"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".pid"))
                    .map(name -> name.substring(0, name.length() - ".pid".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The live process of that name.
     *
     * @throws IllegalStateException if there is none
     */
    ProcessHandle process(String name) {
        try {
            String pid = Files.readString(home.resolve("run").resolve(name + ".pid"));
            return ProcessHandle.of(Long.parseLong(pid.strip()))
                    .filter(ProcessHandle::isAlive)
                    .orElseThrow(() -> new IllegalStateException(name + " does not run"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9 of everything at once; all of it is gone when this returns. */
    void killAll() {
        List<ProcessHandle> processes = new ArrayList<>();
        programs().forEach(name -> processes.add(process(name)));
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }
}
