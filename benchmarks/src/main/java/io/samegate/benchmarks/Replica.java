package io.samegate.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * One replica of the port allocator that the measurement ends and starts again: the very command and environment the
 * launcher has used, under a name of its own.
 */
final class Replica implements AutoCloseable {

    private static final String NAME = "port-allocator";
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final URI health;
    private ProcessHandle process;

    private Replica(List<String> command, Map<String, String> environment, Path log, int port, ProcessHandle process) {
        this.command = command;
        this.environment = environment;
        this.log = log;
        this.health = URI.create("http://127.0.0.1:" + port + "/readyz");
        this.process = process;
    }

    /** The one the launcher has started. */
    static Replica first(Installation installation) {
        ProcessHandle process = installation.process(NAME);
        return new Replica(
                words(process.pid(), "cmdline"),
                environment(process.pid()),
                installation.home().resolve("logs/" + NAME + ".log"),
                installation.allocatorPort(),
                process);
    }

    /** Starts another one of the same kind. */
    static Replica second(Installation installation, Replica first) {
        String name = NAME + "-2";
        int port = installation.allocatorPort() + 4; // the launcher leaves it free
        List<String> command = first.command.stream()
                .map(word -> word.equals("-Dsamegate.process=" + NAME) ? "-Dsamegate.process=" + name : word)
                .toList();
        Map<String, String> environment = new HashMap<>(first.environment);
        environment.put("SAMEGATE_LOG_REPLICA", name);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        Path log = installation.home().resolve("logs/" + name + ".log");
        Replica second = new Replica(command, environment, log, port, first.process);
        second.start();
        return second;
    }

    void start() {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            process = builder.start().toHandle();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    /** Ends it, by force or not, and returns when it is gone. */
    void end(boolean byForce) {
        if (byForce) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        process.onExit().join();
    }

    boolean isActive() {
        return health().contains("\"active\":true");
    }

    /** Ends it if it runs. */
    @Override
    public void close() {
        end(true);
    }

    private void awaitReady() {
        long begin = System.nanoTime();
        while (!health().contains("\"status\":\"UP\"")) {
            if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException("the replica did not become ready, see " + log);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** What the replica says of itself without white space; empty while it does not answer. */
    private String health() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(health)
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .replaceAll("\\s", "");
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> environment(long pid) {
        Map<String, String> environment = new HashMap<>();
        for (String word : words(pid, "environ")) {
            int equals = word.indexOf('=');
            environment.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return environment;
    }

    /** The parts of one of the kernel's files about a process. */
    private static List<String> words(long pid, String file) {
        try {
            String text = Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.UTF_8);
            return new ArrayList<>(List.of(text.split("\0")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
