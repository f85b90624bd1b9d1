package io.samegate.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A client at one node's port that tries again until it is answered. */
final class NodeProbe {

    /**
     * What it saw, in {@link System#nanoTime()}.
     *
     * @param open when a connection was first taken
     * @param firstByte when the first byte of an answer came
     * @param broken connections that were taken and ended without an answer; there should be none
     */
    record Seen(long open, long firstByte, int broken) {}

    /** Between two tries: what the figures are exact to. */
    private static final Duration EVERY = Duration.ofNanos(500_000);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TIMEOUT_MILLIS = 5_000;

    private NodeProbe() {}

    /**
     * Asks until there is an answer.
     *
     * @throws IllegalStateException if there is none within 30 s
     */
    static Seen await(String address, int port) {
        byte[] request = ("GET / HTTP/1.1\r\nHost: " + address + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        long begin = System.nanoTime();
        long open = 0;
        int broken = 0;
        while (System.nanoTime() - begin < PATIENCE.toNanos()) {
            boolean taken = false;
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
                open = open == 0 ? System.nanoTime() : open;
                taken = true;
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.getOutputStream().write(request);
                InputStream answer = socket.getInputStream();
                if (answer.read() >= 0) {
                    long firstByte = System.nanoTime();
                    answer.transferTo(OutputStream.nullOutputStream());
                    return new Seen(open, firstByte, broken);
                }
                broken++;
            } catch (IOException e) {
                broken += taken ? 1 : 0;
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
        throw new IllegalStateException(
                "no answer on " + address + ":" + port + " within " + PATIENCE.toSeconds() + " s");
    }
}
