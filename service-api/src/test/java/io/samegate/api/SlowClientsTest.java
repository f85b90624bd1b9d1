package io.samegate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that do not read, or do not send: others are served as ever, memory stays bounded, and they are cut off. */
@QuarkusTest
@WithTestResource(Installation.class)
class SlowClientsTest extends ServedCase {

    private static final String NAMESPACE = "/api/v1/namespaces/kube-public/services";

    /** More than kernel and server keep for a client, in changes of {@link #LARGE} each. */
    private static final int CHANGES = 60;

    private static final int LARGE = 200_000;

    /** What may stand before a request, as often as one likes. */
    private static final byte[] NOTHING = "\r\n".getBytes(StandardCharsets.US_ASCII);

    @Test
    void aWatcherThatDoesNotReadIsCutOffAndNobodyElseNotices() throws IOException {
        // Given
        client.send("POST", NAMESPACE, large("watched", 0));
        String from = client.get(NAMESPACE).at("/metadata/resourceVersion");
        String watch = NAMESPACE + "?watch=true&fieldSelector=metadata.name%3Dwatched&resourceVersion=" + from;
        try (Socket stuck = stuck(watch)) {
            Iterator<String> heard = client.lines(watch).iterator();
            // When
            for (int change = 1; change <= CHANGES; change++) {
                assertThat(client.send("PUT", NAMESPACE + "/watched", large("watched", change))
                                .code())
                        .isEqualTo(200);
                assertThat(heard.next()).contains("\"number\":\"" + change + "\"");
            }
            // Then
            String idle = NAMESPACE + "?watch=true&resourceVersion="
                    + client.get(NAMESPACE).at("/metadata/resourceVersion");
            List<Socket> more = new ArrayList<>();
            while (status(idle, more) == 200) {} // until there are as many watches as there may be
            awaitCutOff(stuck);
            while (status(idle, more) == 429) {} // until the stuck one is none any more
            for (Socket socket : more) {
                socket.close();
            }
        }
    }

    @Test
    void listsThatAreNotReadTakeBoundedMemoryUntilTheyAreCutOff() throws IOException {
        // Given
        for (int number = 0; number < CHANGES; number++) {
            client.send("POST", NAMESPACE, large("listed-" + number, number));
        }
        // When
        List<Socket> stuck = new ArrayList<>();
        while (status(NAMESPACE, stuck) == 200) {} // until there are as many lists as there may be
        Client.Reply refused = client.get(NAMESPACE);
        // Then
        assertThat(stuck).hasSizeGreaterThanOrEqualTo(Installation.MAX_LISTS);
        assertThat(refused.code()).isEqualTo(429);
        assertThat(refused.at("/reason")).isEqualTo("TooManyRequests");
        assertThat(refused.raw().headers().firstValue("Retry-After")).contains("1");
        assertThat(client.get(NAMESPACE + "/listed-1").code()).isEqualTo(200);
        for (Socket socket : stuck) {
            awaitCutOff(socket);
            socket.close();
        }
        assertThat(client.get(NAMESPACE).body().at("/items").size()).isGreaterThanOrEqualTo(CHANGES);
    }

    @Test
    void aBodyThatDoesNotComeEndsTheConnection() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(("POST " + NAMESPACE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void aBodyThatNobodyReadsIsPassedOverOnlySoFar() throws IOException {
        try (Socket socket = connect()) {
            OutputStream sent = socket.getOutputStream();
            sent.write("POST /no/such/path HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300000000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] part = new byte[1 << 20];
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 250; i++) {
                            sent.write(part);
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void bodiesThatWaitTakeBoundedMemory() throws IOException {
        // Given
        byte[] unfinished = ("POST " + NAMESPACE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n\""
                        + "x".repeat(2_900_000))
                .getBytes(StandardCharsets.US_ASCII);
        try (Socket first = connect();
                Socket second = connect()) {
            first.getOutputStream().write(unfinished);
            second.getOutputStream().write(unfinished);
            // When
            List<String> answers = List.of(
                    new String(first.getInputStream().readAllBytes(), StandardCharsets.US_ASCII),
                    new String(second.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            // Then
            assertThat(answers)
                    .anySatisfy(answer ->
                            assertThat(answer).startsWith("HTTP/1.1 429 ").contains("TooManyRequests"));
        }
    }

    private static String large(String name, int number) {
        return """
                {"apiVersion":"v1","kind":"Service","metadata":{"name":"%s","annotations":{"text":"%s"},
                "labels":{"number":"%d"}},"spec":{"ports":[{"port":80}]}}
                """.formatted(name, "x".repeat(LARGE), number);
    }

    /** Asks for something and reads nothing of it. */
    private Socket stuck(String path) throws IOException {
        Socket socket = connect();
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** What a further watch or list is answered; if it is one, it stays open and nobody reads it. */
    private int status(String path, List<Socket> open) throws IOException {
        Socket socket = stuck(path);
        String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 1)
                .readLine();
        int status = Integer.parseInt(line.split(" ", 3)[1]);
        if (status == 200) {
            open.add(socket);
        } else {
            socket.close();
        }
        return status;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8192);
        socket.setSoTimeout(40_000); // reading is not interrupted by the test's patience; longer than the server's
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
        return socket;
    }

    /** Without reading, which would set the answer going again: nobody takes what is sent on a connection that has ended. */
    private static void awaitCutOff(Socket socket) {
        Eventually.get(
                () -> {
                    try {
                        socket.getOutputStream().write(NOTHING);
                        return "open";
                    } catch (IOException e) {
                        return "cut off";
                    }
                },
                "cut off"::equals);
    }
}
