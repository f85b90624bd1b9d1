package io.samegate.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a program whether it is ready. */
final class Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient client;

    /** @param builder knows whom to trust */
    Probe(HttpClient.Builder builder) {
        this.client = builder.connectTimeout(PATIENCE).build();
    }

    boolean isReady(Program program) {
        return program.readyPath().isEmpty() ? accepts(program) : answersWell(program);
    }

    private static boolean accepts(Program program) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            program.listens().address(), program.listens().port()),
                    (int) PATIENCE.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answersWell(Program program) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(program.listens().url() + program.readyPath()))
                .timeout(PATIENCE)
                .GET()
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
