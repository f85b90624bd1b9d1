package io.samegate.launcher;

import io.samegate.launcher.Settings.NodeAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** The walk-through, carried out and shown: three pods, one Service, an answer on every node's port. */
final class Demo {

    /** The pods of examples/hostname-pods.yaml. */
    static final List<String> PODS = List.of(
            "hostname-deployment-7f8f9f9754-ttcvj",
            "hostname-deployment-7f8f9f9754-42hm6",
            "hostname-deployment-7f8f9f9754-7prbv");

    private static final String SERVICE = "hostname-svc-nodeport";
    private static final String SERVICES = "/api/v1/namespaces/default/services";
    private static final int FIRST_POD_PORT_IN_EXAMPLE = 18081;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Installation installation;
    private final Settings settings;
    private final Api api;
    private final PrintStream out;

    Demo(Installation installation, PrintStream out) {
        this.installation = installation;
        this.settings = installation.settings();
        this.api = new Api(settings);
        this.out = out;
    }

    /** Starts the three web servers and registers them as Pods. */
    void startPods() {
        installation.start(installation.programs().pods());
        for (String manifest : example("hostname-pods.yaml").split("(?m)^---$")) {
            Api.Answer answer = api.post("/api/v1/namespaces/default/pods", manifest);
            if (!answer.isSuccess() && answer.code() != 409) {
                throw new UserError("Registering a pod failed: " + answer.message() + ".");
            }
        }
    }

    /** Applies the Service and shows what there is to see. */
    void show() {
        long begin = System.nanoTime();
        Api.Answer answer = api.post(SERVICES, example("nodeport-service.yaml"));
        if (!answer.isSuccess() && answer.code() != 409) {
            throw new UserError("Creating the Service failed: " + answer.message() + ".");
        }
        int nodePort = api.get(SERVICES + "/" + SERVICE)
                .body()
                .path("spec")
                .path("ports")
                .path(0)
                .path("nodePort")
                .asInt();
        for (NodeAddress node : settings.nodeAddresses()) {
            awaitAnswer(node, nodePort);
        }
        long took = (System.nanoTime() - begin) / 1_000_000;
        out.println(answer.code() == 409 ? "service/" + SERVICE + " unchanged" : "service/" + SERVICE + " created");
        out.println();
        out.println("$ kubectl get service");
        out.println(TextTable.of(api.table(SERVICES), false));
        out.println("$ kubectl get nodes -o wide");
        out.println(TextTable.of(api.table("/api/v1/nodes"), true));
        for (NodeAddress node : settings.nodeAddresses()) {
            curlUntilEveryPodAnswered(node, nodePort);
        }
        out.println();
        out.println("From the POST to the first answer on the last node: " + took + " ms.");
    }

    private void curlUntilEveryPodAnswered(NodeAddress node, int nodePort) {
        Set<String> answered = new LinkedHashSet<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (answered.size() < PODS.size()) {
            Optional<String> hello = curl(node, nodePort);
            if (hello.isPresent() && answered.add(hello.get())) {
                out.println("$ curl " + node.address() + ":" + nodePort + " --silent | grep Hello");
                out.println(hello.get());
            }
            if (System.nanoTime() > deadline) {
                throw new UserError("Only " + answered.size() + " of " + PODS.size() + " pods answered on "
                        + node.address() + ":" + nodePort + " within " + PATIENCE.toSeconds() + " s.");
            }
        }
    }

    private void awaitAnswer(NodeAddress node, int nodePort) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (curl(node, nodePort).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new UserError("No answer on " + node.address() + ":" + nodePort + " within "
                        + PATIENCE.toSeconds() + " s; see ./samegate logs gateway-" + node.name() + ".");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** The line that says Hello, over a connection of its own. */
    private static Optional<String> curl(NodeAddress node, int nodePort) {
        try (Socket socket = new Socket(node.address(), nodePort)) {
            socket.setSoTimeout(2_000);
            String request = "GET / HTTP/1.1\r\nHost: " + node.address() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return reader.lines().filter(line -> line.contains("Hello")).findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // refused or cut: not there yet
        }
    }

    /** An example manifest; the pods' host ports are those of this installation. */
    private String example(String name) {
        Path file = settings.root().resolve("examples").resolve(name);
        try {
            String yaml = Files.readString(file);
            for (int i = 0; i < PODS.size(); i++) {
                yaml = yaml.replace(
                        "hostPort: " + (FIRST_POD_PORT_IN_EXAMPLE + i), "hostPort: " + (settings.podPort() + i));
            }
            return yaml;
        } catch (IOException e) {
            throw new UserError(file + " is not readable; run ./samegate from a complete checkout.");
        }
    }
}
