package io.samegate.tracker.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.samegate.tracker.core.ProbeTask.Check;
import io.samegate.tracker.core.ProbeTask.Header;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NettyDialerTest {

    private static final Duration PATIENT = Duration.ofSeconds(10);

    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private final Dialer dialer = new NettyDialer(loops);
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void aConnectionIsEnoughForTcp() {
        assertThat(dial(new Check.Tcp("127.0.0.1", server.getLocalPort()), PATIENT))
                .isEqualTo(Dialer.Result.SUCCESS);
    }

    @Test
    void aRefusedConnectionIsAFailure() throws IOException {
        server.close();

        assertThat(dial(new Check.Tcp("127.0.0.1", server.getLocalPort()), PATIENT)
                        .success())
                .isFalse();
    }

    @Test
    void statusesFrom200To399AreSuccesses() {
        assertThat(statusOf(200).success()).isTrue();
        assertThat(statusOf(302).success()).isTrue();
        assertThat(statusOf(399).success()).isTrue();
    }

    @Test
    void otherStatusesAreFailuresAndSaySo() {
        assertThat(statusOf(400)).isEqualTo(new Dialer.Result(false, "HTTP status 400"));
        assertThat(statusOf(500)).isEqualTo(new Dialer.Result(false, "HTTP status 500"));
    }

    @Test
    void anInterimAnswerIsNotTheAnswer() {
        serve("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 Busy\r\n\r\n");

        assertThat(dial(http("/"), PATIENT).message()).isEqualTo("HTTP status 503");
    }

    @Test
    void anEndlessBodyIsNotReadToItsEnd() {
        serve("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");

        assertThat(dial(http("/"), PATIENT)).isEqualTo(Dialer.Result.SUCCESS);
    }

    @Test
    void anEndlessHeadIsAFailure() {
        serve("HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000));

        assertThat(dial(http("/"), PATIENT).message()).startsWith("not HTTP");
    }

    @Test
    void whatIsNotHttpIsAFailure() {
        serve("SSH-2.0-OpenSSH_9.6\r\n\r\n");

        assertThat(dial(http("/"), PATIENT).success()).isFalse();
    }

    @Test
    void aServerThatClosesAtOnceIsAFailure() {
        serve("");

        assertThat(dial(http("/"), PATIENT).success()).isFalse();
    }

    @Test
    void aServerThatSaysNothingFailsWhenTheTimeIsOver() {
        // Accepted by the kernel, never by us: connected, and silent for ever.
        assertThat(dial(http("/"), Duration.ofMillis(50)).message()).isEqualTo("no answer within 50 ms");
    }

    @Test
    void theRequestIsAGetWithTheHeadersAskedFor() throws InterruptedException {
        BlockingQueue<String> heard = serve("HTTP/1.1 204 No Content\r\n\r\n");

        dial(
                new Check.Http(
                        false,
                        "127.0.0.1",
                        server.getLocalPort(),
                        "/health?deep=1",
                        List.of(new Header("Host", "shop.example"), new Header("X-Probe", "yes"))),
                PATIENT);

        assertThat(heard.poll(10, TimeUnit.SECONDS))
                .startsWith("GET /health?deep=1 HTTP/1.1\n")
                .contains("Host: shop.example\n")
                .contains("X-Probe: yes\n")
                .contains("connection: close\n");
    }

    @Test
    void aPathCannotSmuggleASecondRequest() throws InterruptedException {
        BlockingQueue<String> heard = serve("HTTP/1.1 200 OK\r\n\r\n");

        dial(http("/a b\r\nEvil: 1"), PATIENT);

        assertThat(heard.poll(10, TimeUnit.SECONDS)).startsWith("GET /a%20b%0D%0AEvil:%201 HTTP/1.1\n");
    }

    @Test
    void aHeaderThatIsNoneIsAFailure() {
        serve("HTTP/1.1 200 OK\r\n\r\n");

        Dialer.Result result = dial(
                new Check.Http(
                        false, "127.0.0.1", server.getLocalPort(), "/", List.of(new Header("X", "a\r\nEvil: 1"))),
                PATIENT);

        assertThat(result.success()).isFalse();
    }

    private Dialer.Result statusOf(int code) {
        serve("HTTP/1.1 " + code + " Whatever\r\nContent-Length: 0\r\nLocation: http://10.0.0.1/\r\n\r\n");
        return dial(http("/"), PATIENT);
    }

    private Check.Http http(String path) {
        return new Check.Http(false, "127.0.0.1", server.getLocalPort(), path, List.of());
    }

    private Dialer.Result dial(Check check, Duration timeout) {
        CompletableFuture<Dialer.Result> result = new CompletableFuture<>();
        dialer.dial(check, timeout, result::complete);
        return result.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Answers the next connection with these bytes once it has heard a whole head. */
    private BlockingQueue<String> serve(String answer) {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                if (answer.isEmpty()) {
                    return;
                }
                BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
                StringBuilder head = new StringBuilder();
                for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                    head.append(line).append('\n');
                }
                heard.add(head.toString());
                socket.getOutputStream().write(answer.getBytes(US_ASCII));
                socket.getOutputStream().flush();
                reader.readLine(); // until the other side closes
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return heard;
    }
}
