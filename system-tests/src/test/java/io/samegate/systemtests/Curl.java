package io.samegate.systemtests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/** One HTTP request over a connection of its own, as curl makes it. */
final class Curl {

    private static final int TIMEOUT_MILLIS = 5_000;

    private Curl() {}

    /** The whole answer; empty if the connection was refused or cut. */
    static Optional<String> get(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String request = "GET / HTTP/1.1\r\nHost: " + address + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return Optional.of(reader.lines().collect(Collectors.joining("\n")));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** The line of the answer that says Hello. */
    static Optional<String> hello(String address, int port) {
        return get(address, port)
                .flatMap(answer ->
                        answer.lines().filter(line -> line.contains("Hello")).findFirst());
    }
}
