package io.samegate.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One installation under test, driven through the launcher as a user does; its folder and ports are its own. */
final class Samegate implements AutoCloseable {

    static final Path ROOT = Path.of(System.getProperty("user.dir")).getParent();

    private static final RandomGenerator RANDOM = RandomGenerator.getDefault();
    private static final Path LAUNCHER = ROOT.resolve("infra/launcher/target/launcher/launcher.jar");

    private final Path home;
    private final int instance;
    private final Map<String, String> environment;

    private Samegate(Path home, int instance, Map<String, String> environment) {
        this.home = home;
        this.instance = instance;
        this.environment = environment;
    }

    /** A new installation, not started. */
    static Samegate installation(Map<String, String> settings) {
        try {
            Path home = Files.createTempDirectory("samegate-system-test");
            int instance = freeInstance();
            Map<String, String> environment = new HashMap<>();
            environment.put("SAMEGATE_HOME", home.toString());
            environment.put("SAMEGATE_INSTANCE", Integer.toString(instance));
            environment.putAll(settings);
            return new Samegate(home, instance, environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A launcher command with this installation's settings. */
    Command command(String... words) {
        return Command.of(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsamegate.root=" + ROOT,
                        "-jar",
                        LAUNCHER.toString()))
                .with(words)
                .withEnvironment(environment);
    }

    Samegate up() {
        command("up").run().mustSucceed();
        return this;
    }

    Path home() {
        return home;
    }

    Path kubeconfig() {
        return home.resolve("kubeconfig");
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

    /** The first of the ports of the demonstration's web servers. */
    int podPort() {
        return 18081 + 10 * instance;
    }

    /** The address of node {@code number}, the first being 1. */
    String nodeAddress(int number) {
        return "127.0." + instance + "." + (10 + number);
    }

    /** The live process with that name. */
    Optional<ProcessHandle> process(String name) {
        try {
            return ProcessHandle.of(
                            Long.parseLong(Files.readString(home.resolve("run").resolve(name + ".pid"))
                                    .strip()))
                    .filter(ProcessHandle::isAlive);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** kill -9, and gone when this returns. */
    void kill(String name) {
        ProcessHandle process = process(name).orElseThrow(() -> new AssertionError(name + " does not run"));
        process.destroyForcibly();
        process.onExit().join();
    }

    String log(String name) {
        try {
            return Files.readString(home.resolve("logs").resolve(name + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        command("reset").run();
    }

    private static int freeInstance() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int candidate = RANDOM.nextInt(20, 80);
            if (isFree("127.0.0.1", 8080 + 10 * candidate)
                    && isFree("127.0.0.1", 9092 + 10 * candidate)
                    && isFree("127.0.0.1", 18081 + 10 * candidate)
                    && isFree("127.0." + candidate + ".11", 10256)) {
                return candidate;
            }
        }
        throw new AssertionError("no free instance found in 100 attempts");
    }

    private static boolean isFree(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
