package io.samegate.launcher;

import io.samegate.launcher.JvmCommand.Aot;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Runs the whole system once, in a folder and on ports of its own, and lets every JVM write down which classes it
 * loaded and linked (JEP 483, JEP 514): later starts take half the time. Only speed depends on it.
 */
final class Training {

    /** Away from the instances people choose, and by chance, as two checkouts may be built at the same time. */
    private static final int FIRST_INSTANCE = 40;

    private final Path root;
    private final PrintStream out;

    Training(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    void run() throws IOException {
        if (!JvmCommand.canTrain()) {
            return;
        }
        Path home = Files.createTempDirectory("samegate-training");
        PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Installation installation = new Installation(settings(home), Aot.TRAIN, quiet);
        Files.createDirectories(new JvmCommand(root, Aot.TRAIN).cache("any").getParent());
        try {
            installation.home().create();
            installation.start(installation.programs().system());
            installation.awaitNodes();
            Demo demo = new Demo(installation, quiet);
            demo.startPods();
            demo.show();
        } catch (UserError e) {
            out.println("samegate: starts will be slower than they could be: " + e.getMessage());
        } finally {
            installation.stop();
            installation.home().delete();
        }
    }

    private Settings settings(Path home) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put(Settings.HOME, home.toString());
        environment.put(
                Settings.INSTANCE,
                Integer.toString(RandomGenerator.getDefault().nextInt(FIRST_INSTANCE, Settings.MAX_INSTANCE + 1)));
        environment.put(Settings.NODES, "1");
        for (String port : List.of(
                Settings.API_PORT,
                Settings.KAFKA_PORT,
                Settings.KAFKA_CONTROLLER_PORT,
                Settings.ALLOCATOR_PORT,
                Settings.TRACKER_PORT)) {
            environment.put(port, Integer.toString(freePort()));
        }
        return Settings.from(environment, root, root);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
