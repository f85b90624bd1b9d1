package io.samegate.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The broker as the process a user runs, with any free ports. */
final class BrokerProcess implements AutoCloseable {
    private static final String READY = "broker ready on ";

    private final Process process;
    private final Path errors;

    private BrokerProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    static BrokerProcess launch(Path data, Path errors, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx192m",
                "-cp",
                programClassPath(),
                BrokerMain.class.getName(),
                "--data",
                data.toString(),
                "--port",
                "0"));
        command.addAll(List.of(more));
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        return new BrokerProcess(process, errors);
    }

    /** Blocks until the process has said where it is ready. */
    String address() throws IOException {
        // Not closed: closing the reader would close the pipe the process still owns.
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null || !line.startsWith(READY)) {
            throw new IOException("no broker: " + line + " " + errors());
        }
        return line.substring(READY.length());
    }

    /** Like {@code kill -9}. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Like {@code kill}. */
    void terminate() {
        process.destroy();
    }

    int exitCode(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the broker still runs after " + atMost);
        }
        return process.exitValue();
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() {
        kill();
    }

    private static String programClassPath() {
        return String.join(
                System.getProperty("path.separator"),
                Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                        .filter(entry -> !entry.endsWith("test-classes"))
                        .toList());
    }
}
