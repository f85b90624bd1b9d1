package io.samegate.gateway.tcp;

import io.samegate.gateway.core.Endpoint;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A small server on a free port of 127.0.0.1. */
final class TestPod implements AutoCloseable {

    /** What it does with a connection; when it returns the connection is closed. */
    interface Behaviour {
        void handle(Socket connection) throws Exception;
    }

    private final String uid;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    private TestPod(String uid, Behaviour behaviour) throws IOException {
        this.uid = uid;
        this.server = new ServerSocket(0, 200, Gate.ip("127.0.0.1"));
        Thread.ofVirtual().start(() -> acceptAll(behaviour));
    }

    static TestPod doing(String uid, Behaviour behaviour) throws IOException {
        return new TestPod(uid, behaviour);
    }

    /** Says its name and closes. */
    static TestPod answering(String uid) throws IOException {
        return doing(uid, connection -> connection.getOutputStream().write(uid.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends back what comes, and ends when the other side ends. */
    static TestPod echoing(String uid) throws IOException {
        return doing(uid, connection -> connection.getInputStream().transferTo(connection.getOutputStream()));
    }

    Endpoint endpoint() {
        return new Endpoint(uid, "127.0.0.1", server.getLocalPort());
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : open) {
            connection.close();
        }
    }

    private void acceptAll(Behaviour behaviour) {
        try {
            while (true) {
                Socket connection = server.accept();
                connections.incrementAndGet();
                open.add(connection);
                Thread.ofVirtual().start(() -> handle(behaviour, connection));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void handle(Behaviour behaviour, Socket connection) {
        try (connection) {
            behaviour.handle(connection);
        } catch (Exception e) {
            // Clients that reset are part of the tests.
        } finally {
            open.remove(connection);
        }
    }
}
