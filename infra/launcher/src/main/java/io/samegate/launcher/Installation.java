package io.samegate.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Brings an installation up and down. Bringing up is all or nothing: whatever this call started it stops again when
 * the rest does not become ready.
 */
final class Installation {

    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    /** A JVM writes its AOT cache when it ends, and a busy machine takes its time over that. */
    private static final Duration TRAINING_STOP = Duration.ofMinutes(3);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int TAIL_LINES = 20;

    private final Settings settings;
    private final Home home;
    private final ProcessTable processes;
    private final Programs programs;
    private final PrintStream out;

    Installation(Settings settings, JvmCommand.Aot aot, PrintStream out) {
        this.settings = settings;
        this.home = new Home(settings.home());
        this.processes = new ProcessTable(
                home,
                new JvmCommand(settings.root(), aot),
                aot == JvmCommand.Aot.TRAIN ? TRAINING_STOP : STOP_PATIENCE);
        this.programs = new Programs(settings);
        this.out = out;
    }

    Settings settings() {
        return settings;
    }

    Home home() {
        return home;
    }

    ProcessTable processes() {
        return processes;
    }

    Programs programs() {
        return programs;
    }

    /** Asks the programs; with TLS the certificates must be there. */
    Probe probe() {
        return new Probe(Api.client(settings));
    }

    /** Does something while no other command may change the installation. */
    void exclusively(Runnable change) {
        home.create();
        FileLock lock = home.lock();
        try {
            change.run();
        } finally {
            Home.unlock(lock);
        }
    }

    /** Starts what does not run yet and returns when all of it is ready. */
    void start(List<Program> wanted) {
        List<Program> missing = wanted.stream()
                .filter(program -> processes.find(program.name()).isEmpty())
                .toList();
        for (Program program : missing) {
            checkAddress(program);
        }
        Instant begin = Instant.now();
        List<Program> started = new CopyOnWriteArrayList<>(); // the hook has a thread of its own
        Thread undo = new Thread(() -> stopAll(started), "undo");
        Runtime.getRuntime().addShutdownHook(undo); // Ctrl-C leaves nothing half started
        try {
            for (Program program : missing) {
                processes.start(program);
                started.add(program);
            }
            awaitAll(wanted, begin);
        } catch (UserError e) {
            callOff(undo);
            stopAll(started);
            throw e;
        }
        callOff(undo);
    }

    /** @throws UserError if the process is ending already and the hook at work */
    private static void callOff(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            throw new UserError("Interrupted; what was started is stopped again.", ending);
        }
    }

    /** Waits until as many nodes as there are gateways are Ready in the eyes of the API. */
    void awaitNodes() {
        Api api = new Api(settings);
        int expected = settings.nodeAddresses().size();
        Instant deadline = Instant.now().plus(START_PATIENCE);
        while (readyNodes(api.get("/api/v1/nodes").body()) < expected) {
            if (Instant.now().isAfter(deadline)) {
                throw new UserError("The gateways run, but not all " + expected
                        + " nodes became Ready; see ./samegate logs endpoint-tracker.");
            }
            pause();
        }
    }

    /**
     * Waits until whoever decides answers requests. A service that was ready before and lost its broker meanwhile finds
     * it again by itself, but not at once. What is asked for is never stored, and takes no number.
     */
    void awaitAnswers() {
        awaitAnswer("services", "spec: {clusterIP: None, ports: [{port: 80}]}", "port-allocator");
        awaitAnswer("pods", "spec: {containers: [{name: a, image: a}]}", "endpoint-tracker");
    }

    private void awaitAnswer(String plural, String spec, String owner) {
        Api api = new Api(settings);
        Instant deadline = Instant.now().plus(START_PATIENCE);
        Api.Answer answer = askDry(api, plural, spec);
        while (!answer.isSuccess()) {
            if (Instant.now().isAfter(deadline)) {
                throw new UserError("Everything runs, but requests for " + plural + " are not answered ("
                        + answer.message() + "); see ./samegate logs " + owner + ".");
            }
            pause();
            answer = askDry(api, plural, spec);
        }
    }

    private static Api.Answer askDry(Api api, String plural, String spec) {
        return api.post(
                "/api/v1/namespaces/default/" + plural + "?dryRun=All", "metadata: {generateName: probe-}\n" + spec);
    }

    /** Stops everything there is a pid file for, the broker last. */
    void stop() {
        List<String> names = new ArrayList<>(home.knownPrograms());
        boolean broker = names.remove("broker");
        names.sort((a, b) -> Boolean.compare(isControl(a), isControl(b)));
        if (names.isEmpty() && !broker) {
            out.println("Nothing runs in " + home.path() + ".");
            return;
        }
        names.parallelStream().filter(name -> !isControl(name)).forEach(this::stop);
        names.parallelStream().filter(Installation::isControl).forEach(this::stop);
        if (broker) {
            stop("broker");
        }
        out.println("Stopped. The data stays in " + home.path() + "; ./samegate up goes on with it.");
    }

    private static boolean isControl(String name) {
        return !name.startsWith("gateway") && !name.startsWith("pod");
    }

    private void stop(String name) {
        boolean wasRunning = processes.find(name).isPresent();
        boolean clean = processes.stop(name);
        if (!clean) {
            out.println("  " + name + " did not stop in time and was killed");
        } else if (!wasRunning) {
            out.println("  " + name + " was not running any more");
        }
    }

    private void stopAll(List<Program> started) {
        for (Program program : started.reversed()) {
            processes.stop(program.name());
        }
    }

    private void checkAddress(Program program) {
        if (!Files.isReadable(program.jar())) {
            throw new UserError(program.jar() + " is missing; run ./samegate from a complete checkout.");
        }
        String problem = Loopback.problemOf(
                program.listens().address(), program.listens().port());
        if (!problem.isEmpty()) {
            throw new UserError(program.name() + " cannot listen on " + program.listens() + " (" + problem
                    + "); " + program.portSetting() + " changes the port, " + Settings.INSTANCE
                    + " moves the whole installation.");
        }
    }

    private void awaitAll(List<Program> wanted, Instant begin) {
        Probe probe = probe();
        List<Program> waiting = new ArrayList<>(wanted);
        Instant deadline = begin.plus(START_PATIENCE);
        while (!waiting.isEmpty()) {
            for (Program program : List.copyOf(waiting)) {
                if (processes.find(program.name()).isEmpty()) {
                    throw new UserError(program.name() + " ended while starting:\n" + tail(program.name()));
                }
                if (probe.isReady(program)) {
                    waiting.remove(program);
                    out.printf(
                            "  %-18s ready after %.1f s   %s%n",
                            program.name(),
                            Duration.between(begin, Instant.now()).toMillis() / 1000.0,
                            program.listens());
                }
            }
            if (Instant.now().isAfter(deadline)) {
                Program slow = waiting.getFirst();
                throw new UserError(slow.name() + " was not ready within " + START_PATIENCE.toSeconds() + " s:\n"
                        + tail(slow.name()));
            }
            pause();
        }
    }

    /** The end of a log, indented. */
    String tail(String program) {
        Optional<Path> log = Optional.of(home.log(program)).filter(Files::isReadable);
        if (log.isEmpty()) {
            return "  (no log)";
        }
        try {
            List<String> lines = Files.readAllLines(log.get());
            return String.join(
                    "\n",
                    lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()).stream()
                            .map(line -> "  | " + line)
                            .toList());
        } catch (IOException e) {
            return "  (log not readable: " + e.getMessage() + ")";
        }
    }

    private static long readyNodes(JsonNode nodes) {
        long ready = 0;
        for (JsonNode node : nodes.path("items")) {
            for (JsonNode condition : node.path("status").path("conditions")) {
                if (condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True")) {
                    ready++;
                }
            }
        }
        return ready;
    }

    private static void pause() {
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
}
