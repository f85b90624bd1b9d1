package io.samegate.gateway.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to the bytes and ends of one connection; real sockets on both sides. */
@Timeout(60)
class SessionTest {

    private static final int MEGA = 1 << 20;

    @Test
    void bothDirectionsCarryEveryByteInOrder() throws Exception {
        byte[] sent = randomBytes(48 * MEGA);
        try (Gate gate = new Gate();
                TestPod pod = TestPod.echoing("pod")) {
            gate.to(pod.endpoint());
            try (Socket client = gate.connect()) {
                Thread writer = Thread.ofVirtual().start(() -> writeAndEnd(client, sent));
                byte[] received = client.getInputStream().readAllBytes();
                writer.join();
                assertThat(Arrays.equals(received, sent)).isTrue();
            }
            await().untilAsserted(() -> assertThat(gate.listeners.open()).isZero());
        }
    }

    @Test
    void aClientThatHasSaidAllStillHearsTheAnswer() throws Exception {
        try (Gate gate = new Gate();
                TestPod pod = TestPod.doing("pod", connection -> {
                    byte[] question = connection.getInputStream().readAllBytes();
                    connection.getOutputStream().write(("you said " + new String(question, UTF_8)).getBytes(UTF_8));
                })) {
            gate.to(pod.endpoint());
            try (Socket client = gate.connect()) {
                // Sent and ended at once, most likely before there is a backend.
                client.getOutputStream().write("hello".getBytes(UTF_8));
                client.shutdownOutput();
                assertThat(client.getInputStream().readAllBytes()).isEqualTo("you said hello".getBytes(UTF_8));
            }
        }
    }

    @Test
    void aBackendThatHasSaidAllStillHearsTheClient() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (Gate gate = new Gate();
                TestPod pod = TestPod.doing("pod", connection -> {
                    connection.getOutputStream().write("greeting".getBytes(UTF_8));
                    connection.shutdownOutput();
                    heard.complete(new String(connection.getInputStream().readAllBytes(), UTF_8));
                })) {
            gate.to(pod.endpoint());
            try (Socket client = gate.connect()) {
                assertThat(client.getInputStream().readAllBytes()).isEqualTo("greeting".getBytes(UTF_8));
                client.getOutputStream().write("late words".getBytes(UTF_8));
                client.shutdownOutput();
                assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("late words");
            }
            await().untilAsserted(() -> assertThat(gate.listeners.open()).isZero());
        }
    }

    @Test
    void aBackendThatDoesNotReadStopsTheClientAndLittleWaitsInMemory() throws Exception {
        CountDownLatch mayRead = new CountDownLatch(1);
        CompletableFuture<byte[]> received = new CompletableFuture<>();
        byte[] sent = randomBytes(64 * MEGA);
        try (Gate gate = new Gate();
                TestPod pod = TestPod.doing("pod", connection -> {
                    mayRead.await();
                    received.complete(connection.getInputStream().readAllBytes());
                })) {
            gate.to(pod.endpoint());
            try (Socket client = gate.connect()) {
                Progress writer = Progress.writing(client, sent);
                writer.awaitStandstill();
                assertThat(writer.bytes()).isLessThan(sent.length);
                assertThat(PlatformDependent.usedDirectMemory()).isLessThan(8 * MEGA);
                mayRead.countDown();
                assertThat(Arrays.equals(received.get(30, TimeUnit.SECONDS), sent))
                        .isTrue();
            }
        }
    }

    @Test
    void aClientThatDoesNotReadStopsTheBackendAndLittleWaitsInMemory() throws Exception {
        byte[] sent = randomBytes(64 * MEGA);
        CompletableFuture<Progress> backend = new CompletableFuture<>();
        try (Gate gate = new Gate();
                TestPod pod = TestPod.doing("pod", connection -> {
                    Progress progress = Progress.writing(connection, sent);
                    backend.complete(progress);
                    progress.join();
                })) {
            gate.to(pod.endpoint());
            try (Socket client = gate.connect()) {
                Progress writer = backend.get(10, TimeUnit.SECONDS);
                writer.awaitStandstill();
                assertThat(writer.bytes()).isLessThan(sent.length);
                assertThat(PlatformDependent.usedDirectMemory()).isLessThan(8 * MEGA);
                assertThat(Arrays.equals(client.getInputStream().readAllBytes(), sent))
                        .isTrue();
            }
        }
    }

    @Test
    void aResetByTheClientResetsTheBackend() throws Exception {
        CompletableFuture<Throwable> backend = new CompletableFuture<>();
        try (Gate gate = new Gate();
                TestPod pod = TestPod.doing("pod", connection -> {
                    connection.getOutputStream().write('x');
                    backend.complete(endOf(connection.getInputStream()));
                })) {
            gate.to(pod.endpoint());
            Socket client = gate.connect();
            assertThat(client.getInputStream().read()).isEqualTo('x');
            reset(client);
            assertThat(backend.get(10, TimeUnit.SECONDS)).isInstanceOf(SocketException.class);
            await().untilAsserted(() -> assertThat(gate.listeners.open()).isZero());
        }
    }

    @Test
    void aResetByTheBackendResetsTheClient() throws Exception {
        try (Gate gate = new Gate();
                TestPod pod = TestPod.doing("pod", connection -> {
                    connection.getInputStream().read();
                    reset(connection);
                })) {
            gate.to(pod.endpoint());
            try (Socket client = gate.connect()) {
                client.getOutputStream().write('x');
                assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            }
            await().untilAsserted(() -> assertThat(gate.listeners.open()).isZero());
        }
    }

    @Test
    void aClientThatIsResetWhileNobodyReadsFromItIsNoticed() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (Gate gate = new Gate();
                TestPod pod = TestPod.doing("pod", connection -> done.await())) {
            gate.to(pod.endpoint());
            Socket client = gate.connect();
            Progress writer = Progress.writing(client, randomBytes(64 * MEGA));
            writer.awaitStandstill();
            reset(client);
            await().untilAsserted(() -> assertThat(gate.listeners.open()).isZero());
            done.countDown();
        }
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static void writeAndEnd(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.close();
    }

    /** What reading to the end leads to: the failure, or an Error when there was none. */
    private static Throwable endOf(InputStream input) {
        try {
            input.readAllBytes();
            return new AssertionError("the end came in peace");
        } catch (IOException e) {
            return e;
        }
    }

    /** Writes and ends on a thread of its own, and knows how far it got. */
    private static final class Progress {
        private static final int PORTION = 16 << 10;

        private final Thread thread;
        private volatile int written;

        private Progress(Socket socket, byte[] bytes) {
            this.thread = Thread.ofVirtual().start(() -> {
                try {
                    for (int at = 0; at < bytes.length; at += PORTION) {
                        int length = Math.min(PORTION, bytes.length - at);
                        socket.getOutputStream().write(bytes, at, length);
                        written = at + length;
                    }
                    socket.shutdownOutput();
                } catch (IOException reset) {
                    // Then it got no further.
                }
            });
        }

        static Progress writing(Socket socket, byte[] bytes) {
            return new Progress(socket, bytes);
        }

        int bytes() {
            return written;
        }

        void join() throws InterruptedException {
            thread.join();
        }

        /** Returns once nothing has moved for half a second. */
        void awaitStandstill() {
            int[] last = {-1};
            await().pollDelay(Duration.ofMillis(500))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        boolean stands = written == last[0];
                        last[0] = written;
                        return stands;
                    });
        }
    }
}
