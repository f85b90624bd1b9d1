package io.samegate.eventlog.faults;

import io.samegate.eventlog.LogSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link ReplicaMain} process and what it has said. */
final class ReplicaProcess implements AutoCloseable {

    private final String name;
    private final Process process;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    private ReplicaProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    static ReplicaProcess start(LogSettings settings) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ReplicaMain.class.getName(),
                            settings.bootstrapServers(),
                            settings.prefix(),
                            settings.clientId())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            ReplicaProcess replica = new ReplicaProcess(settings.clientId(), process);
            Thread.ofPlatform().daemon().name(replica.name).start(replica::listen);
            return replica;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    /** Whether it says this within a time; what it said before that is forgotten. */
    boolean says(String word, Duration max) throws InterruptedException {
        long deadline = System.nanoTime() + max.toNanos();
        String next = "";
        while (!next.equals(word)) {
            String heard = said.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (heard == null) {
                return false;
            }
            next = heard;
        }
        return true;
    }

    void stop() {
        signal("-STOP");
    }

    void goOn() {
        signal("-CONT");
    }

    /** Kills it and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private void signal(String signal) {
        try {
            int exit = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("kill " + signal + " of " + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(said::add);
        } catch (IOException | UncheckedIOException e) {
            // It was killed.
        }
    }
}
