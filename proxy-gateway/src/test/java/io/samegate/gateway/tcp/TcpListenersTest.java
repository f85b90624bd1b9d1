package io.samegate.gateway.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.samegate.gateway.core.BindFailure;
import io.samegate.gateway.core.Binding;
import io.samegate.gateway.core.Endpoint;
import io.samegate.gateway.core.ListenAddress;
import io.samegate.gateway.core.Listeners;
import io.samegate.gateway.core.Protocol;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets on both sides. */
@Timeout(60)
class TcpListenersTest {

    @Test
    void everyEndpointGetsItsShare() throws Exception {
        try (Gate gate = new Gate();
                TestPod a = TestPod.answering("a");
                TestPod b = TestPod.answering("b");
                TestPod c = TestPod.answering("c")) {
            gate.to(a.endpoint(), b.endpoint(), c.endpoint());

            Map<String, Integer> answers = new TreeMap<>();
            for (int i = 0; i < 60; i++) {
                answers.merge(gate.ask(), 1, Integer::sum);
            }

            assertThat(answers).isEqualTo(Map.of("a", 20, "b", 20, "c", 20));
        }
    }

    @Test
    void noClientNoticesADeadEndpointWhileOneLives() throws Exception {
        try (Gate gate = new Gate();
                TestPod alive = TestPod.answering("alive")) {
            gate.to(dead("one"), alive.endpoint(), dead("two"));

            for (int i = 0; i < 30; i++) {
                assertThat(gate.ask()).isEqualTo("alive");
            }
            assertThat(gate.listeners.connections().byPod()).doesNotContainKeys("one", "two");
        }
    }

    @Test
    void anEndpointThatDoesNotEvenRefuseCostsOneTimeOut() throws Exception {
        try (Gate gate = new Gate();
                TestPod alive = TestPod.answering("alive");
                SilentEndpoint silent = new SilentEndpoint()) {
            gate.to(silent.endpoint(), alive.endpoint());

            for (int i = 0; i < 4; i++) {
                assertThat(gate.ask()).isEqualTo("alive");
            }
        }
    }

    @Test
    void aClientIsResetWhenNoEndpointTakesIt() throws Exception {
        try (Gate gate = new Gate()) {
            gate.to(dead("one"), dead("two"));

            try (Socket client = gate.connect()) {
                assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            }
            await().untilAsserted(() -> assertThat(gate.listeners.open()).isZero());
        }
    }

    @Test
    void withoutEndpointsClientsAreRefusedAtOnceAndThePortIsStillOurs() throws Exception {
        try (Gate gate = new Gate()) {
            gate.to();

            assertThatThrownBy(gate::connect).isInstanceOf(ConnectException.class);
            assertNobodyElseCanBind(gate);
        }
    }

    @Test
    void opensWhenAnEndpointAppearsAndRefusesAgainWhenItGoes() throws Exception {
        try (Gate gate = new Gate();
                TestPod pod = TestPod.answering("pod")) {
            gate.to();
            for (int i = 0; i < 20; i++) {
                gate.retarget(pod.endpoint());
                assertThat(gate.ask()).isEqualTo("pod");
                assertNobodyElseCanBind(gate);

                gate.retarget();
                assertThatThrownBy(gate::connect).isInstanceOf(ConnectException.class);
                assertNobodyElseCanBind(gate);
            }
        }
    }

    @Test
    void connectionsToAnEndpointThatLeavesGoOnAndAreCounted() throws Exception {
        try (Gate gate = new Gate();
                TestPod leaving = TestPod.echoing("leaving");
                TestPod staying = TestPod.answering("staying")) {
            // Given
            gate.to(leaving.endpoint());
            try (Socket client = gate.connect()) {
                assertEchoes(client, "before");
                // When
                gate.retarget(staying.endpoint());
                // Then
                assertThat(gate.ask()).isEqualTo("staying");
                assertEchoes(client, "after");
                gate.retarget();
                assertEchoes(client, "even without any endpoint");
                assertThat(gate.listeners.connections().byPod()).containsEntry("leaving", 1);
            }
            await().untilAsserted(() ->
                    assertThat(gate.listeners.connections().byPod()).isEmpty());
        }
    }

    @Test
    void tellsWhenTheLastConnectionToAWatchedPodHasEnded() throws Exception {
        List<String> idle = Collections.synchronizedList(new ArrayList<>());
        try (Gate gate = new Gate();
                TestPod watched = TestPod.echoing("watched");
                TestPod other = TestPod.answering("other")) {
            gate.to(watched.endpoint());
            Socket first = gate.connect();
            assertEchoes(first, "x");
            Socket second = gate.connect();
            assertEchoes(second, "x");
            gate.listeners.connections().watch(Set.of("watched"), idle::add);
            gate.retarget(other.endpoint());
            gate.ask();

            first.close();
            await().untilAsserted(() ->
                    assertThat(gate.listeners.connections().byPod()).containsEntry("watched", 1));
            assertThat(idle).isEmpty();
            second.close();
            await().untilAsserted(() -> assertThat(idle).containsExactly("watched"));
        }
    }

    @Test
    void aPortInUseIsRefusedWithTheReasonAndHealsWhenItIsFree() throws Exception {
        try (Gate gate = new Gate();
                TestPod pod = TestPod.answering("pod")) {
            try (ServerSocket other = new ServerSocket()) {
                other.setReuseAddress(true);
                other.bind(gate.address());
                assertThat(gate.listeners.open(gate.route(pod.endpoint())))
                        .isEqualTo(new Binding.Refused(BindFailure.ADDRESS_IN_USE, "address in use"));
            }
            gate.to(pod.endpoint());
            assertThat(gate.ask()).isEqualTo("pod");
        }
    }

    @Test
    void anAddressThatIsNotOursIsRefusedWithTheReason() throws Exception {
        try (Gate gate = new Gate()) {
            ListenAddress foreign = new ListenAddress(Protocol.TCP, "192.0.2.1", 30000);
            assertThat(gate.listeners.open(Gate.route(foreign)))
                    .isEqualTo(new Binding.Refused(BindFailure.ADDRESS_NOT_AVAILABLE, "address not available"));
        }
    }

    @Test
    void whatIsNoAddressIsRefusedWithTheReason() throws Exception {
        try (Gate gate = new Gate()) {
            ListenAddress nonsense = new ListenAddress(Protocol.TCP, "localhost", 30000);
            assertThat(gate.listeners.open(Gate.route(nonsense)))
                    .isEqualTo(new Binding.Refused(BindFailure.OTHER, "bind failed: not an IP address"));
        }
    }

    @Test
    void aClosedPortIsFreeAtOnceWhileItsConnectionsGoOn() throws Exception {
        try (Gate gate = new Gate();
                TestPod pod = TestPod.echoing("pod")) {
            // Given
            gate.to(pod.endpoint());
            try (Socket client = gate.connect()) {
                assertEchoes(client, "before");
                // When
                Listeners.Leftover leftover = gate.listeners.close(gate.listen);
                // Then
                assertThatThrownBy(gate::connect).isInstanceOf(ConnectException.class);
                assertEchoes(client, "after");
                assertThat(leftover.open()).isEqualTo(1);
                gate.to(pod.endpoint());
                assertEchoes(client, "and while the port has a new life");
                leftover.cut();
                assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
                await().untilAsserted(() -> assertThat(leftover.open()).isZero());
            }
        }
    }

    @Test
    void connectionsAboveTheLimitAreResetAndThoseBelowItStay() throws Exception {
        TcpSettings two = new TcpSettings(1, 16, Duration.ofSeconds(1), Duration.ofSeconds(1), 1024, 2048, 2);
        try (Gate gate = new Gate(two);
                TestPod pod = TestPod.echoing("pod")) {
            gate.to(pod.endpoint());
            try (Socket first = gate.connect();
                    Socket second = gate.connect()) {
                assertEchoes(first, "1");
                assertEchoes(second, "2");
                assertThatThrownBy(gate::ask).isInstanceOf(SocketException.class);
                assertEchoes(first, "still");
            }
            await().untilAsserted(() -> assertThat(gate.listeners.open()).isZero());
            try (Socket later = gate.connect()) {
                assertEchoes(later, "there is room again");
            }
        }
    }

    @Test
    void aThousandPortsOpenAndClose() throws Exception {
        try (Gate gate = new Gate();
                TestPod pod = TestPod.answering("pod")) {
            List<ListenAddress> held = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                ListenAddress listen = new ListenAddress(Protocol.TCP, "127.0.1." + (i % 250 + 1), 20_000 + i);
                assertThat(gate.listeners.open(Gate.route(listen, pod.endpoint())))
                        .isEqualTo(new Binding.Bound());
                held.add(listen);
            }
            for (ListenAddress listen : held.subList(990, 1_000)) {
                try (Socket client = new Socket(Gate.ip(listen.address()), listen.port())) {
                    assertThat(client.getInputStream().readAllBytes()).isEqualTo("pod".getBytes(UTF_8));
                }
            }
            held.forEach(gate.listeners::close);
            for (ListenAddress listen : held) {
                new ServerSocket(listen.port(), 1, Gate.ip(listen.address())).close();
            }
        }
    }

    @Test
    void withoutEpollPortsAreServedRefusedAndHeldAsWell() throws Exception {
        try (Gate gate = new Gate(new TcpListeners(Gate.SETTINGS, new NioTransport(16)));
                TestPod pod = TestPod.answering("pod")) {
            gate.to();
            assertThatThrownBy(gate::connect).isInstanceOf(ConnectException.class);
            assertNobodyElseCanBind(gate);
            gate.retarget(pod.endpoint());
            assertThat(gate.ask()).isEqualTo("pod");
            gate.retarget();
            assertThatThrownBy(gate::connect).isInstanceOf(ConnectException.class);
            assertNobodyElseCanBind(gate);
            gate.listeners.close(gate.listen);
            new ServerSocket(gate.listen.port(), 1, gate.address().getAddress()).close();
        }
    }

    private static Endpoint dead(String uid) throws IOException {
        return new Endpoint(uid, Gate.ADDRESS, Gate.freePort());
    }

    private static void assertEchoes(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(UTF_8));
        assertThat(client.getInputStream().readNBytes(text.length())).isEqualTo(text.getBytes(UTF_8));
    }

    private static void assertNobodyElseCanBind(Gate gate) throws IOException {
        for (boolean reuse : List.of(true, false)) {
            try (ServerSocket other = new ServerSocket()) {
                other.setReuseAddress(reuse);
                assertThatThrownBy(() -> other.bind(gate.address())).isInstanceOf(BindException.class);
            }
        }
    }

    /** Listens, but its queue is full, so that connecting to it just takes for ever. */
    private static final class SilentEndpoint implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 1, Gate.ip(Gate.ADDRESS));
        private final List<Socket> queue = new ArrayList<>();

        SilentEndpoint() throws IOException {
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket();
                queue.add(socket);
                try {
                    socket.connect(new InetSocketAddress(Gate.ip(Gate.ADDRESS), server.getLocalPort()), 200);
                } catch (IOException full) {
                    break;
                }
            }
        }

        Endpoint endpoint() {
            return new Endpoint("silent", Gate.ADDRESS, server.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : queue) {
                socket.close();
            }
            server.close();
        }
    }
}
