package io.samegate.systemtests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A process that is a Pod: a server on a free loopback port that tells its name to whoever connects, on a thread of its
 * own, until it is closed.
 */
final class Backend implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 2_000;

    private final String name;
    private final ServerSocket server;

    private Backend(String name, ServerSocket server) {
        this.name = name;
        this.server = server;
    }

    static Backend named(String name) throws IOException {
        Backend backend = new Backend(name, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name("backend-" + name).start(backend::serve);
        return backend;
    }

    String name() {
        return name;
    }

    int port() {
        return server.getLocalPort();
    }

    /** Its Pod, with a label {@code app} and its port 80 reachable where this listens. */
    String pod(String app) {
        return podOn(app, "node1");
    }

    String podOn(String app, String node) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, labels: {app: %s}}
                spec:
                  nodeName: %s
                  containers:
                  - {name: main, image: main, ports: [{name: main, containerPort: 80, hostPort: %d}]}
                status: {podIP: 127.0.0.1, hostIP: 127.0.0.1}
                """.formatted(name, app, node, port());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** The name of the backend that a new connection reaches; empty if it is refused, cut, or not answered in 2 s. */
    static Optional<String> reachedBy(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.isEmpty() ? Optional.empty() : Optional.of(said);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Those that some new connections reach: enough that each of three is among them. */
    static Set<String> reachedBySome(String address, int port) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            reachedBy(address, port).ifPresent(names::add);
        }
        return names;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getOutputStream().write(name.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // a client that left, or the end: the loop's condition tells which
            }
        }
    }
}
