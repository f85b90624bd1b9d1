package io.samegate.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.netty.util.NetUtil;
import io.samegate.broker.Broker;
import io.samegate.broker.BrokerSettings;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.node.NodeDrain;
import io.samegate.contracts.node.NodePorts;
import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.node.OpenPort;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.TopicFollower;
import io.samegate.eventlog.follow.TopicTail;
import io.samegate.eventlog.kafka.Emitter;
import io.samegate.eventlog.kafka.TopicSetup;
import io.samegate.gateway.config.GatewaySettings;
import io.samegate.gateway.core.NodeProfile;
import io.samegate.gateway.core.Objects;
import io.samegate.gateway.core.Objects.Condition;
import io.samegate.gateway.host.Machine;
import io.samegate.gateway.tcp.TcpSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway and a real broker; the test plays the allocator, the tracker and the Pod. */
@Timeout(90)
class GatewayTest {

    private static final String NODE_ADDRESS = "127.0.0.96";
    private static final ObjectKey WEB = new ObjectKey("default", "web");

    @TempDir
    Path directory;

    private Broker broker;
    private LogSettings log;
    private Emitter allocator;
    private Emitter tracker;
    private TopicFollower seen;
    private TopicTail<NodeReport> tail;
    private final ConcurrentLinkedDeque<NodeReport> heartbeats = new ConcurrentLinkedDeque<>();
    private ServerSocket pod;
    private int nodePort;

    @BeforeEach
    void startBroker() throws Exception {
        broker = Broker.start(BrokerSettings.inDirectory(directory));
        log = LogSettings.at(broker.bootstrapServers(), Topics.DEFAULT_PREFIX, "test");
        TopicSetup.ensure(log, Topics.all(), Duration.ofSeconds(30));
        allocator = new Emitter(log, Source.PORT_ALLOCATOR);
        tracker = new Emitter(log, Source.ENDPOINT_TRACKER);
        seen = new TopicFollower(
                log, List.of(Topics.NODE_PORTS, Topics.NODE_DRAINS), List.of(), InstantSource.system());
        seen.start();
        tail = new TopicTail<>(
                log, Topics.NODE_REPORTS, new TopicTail.From.Now(), heard -> heartbeats.add(heard.value()));
        tail.start();
        pod = new ServerSocket(0, 50, address("127.0.0.1"));
        Thread.ofVirtual().start(this::echo);
        try (ServerSocket free = new ServerSocket(0, 1, address(NODE_ADDRESS))) {
            nodePort = free.getLocalPort();
        }
    }

    @AfterEach
    void stopBroker() throws Exception {
        pod.close();
        tail.close();
        seen.close();
        allocator.close();
        tracker.close();
        broker.close();
    }

    @Test
    void servesWhatTheTopicsSayAndTellsWhatItHasDone() throws Exception {
        store(Objects.service("web", nodePort));
        try (Gateway gateway = start()) {
            // Nothing behind it yet: held, and refused.
            await().until(gateway::isReady);
            await().untilAsserted(() -> assertThat(ports()).isPresent());
            assertThat(ports().get().ports())
                    .extracting(OpenPort::port, OpenPort::state)
                    .containsExactly(tuple(nodePort, OpenPort.State.BOUND));
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);

            long offset = store(slice(Condition.READY));
            await().untilAsserted(
                            () -> assertThat(heartbeats.getLast().applied().get("endpoint-slices"))
                                    .isGreaterThan(offset));
            assertThat(heartbeats.getLast().internalAddresses()).containsExactly(NODE_ADDRESS);
            try (Socket client = connect()) {
                assertEchoes(client, "hello");
            }

            allocator.remove(Topics.SERVICES, WEB.path()).get();
            await().untilAsserted(() -> assertThat(ports()).isEmpty());
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aLeavingPodKeepsItsConnectionsAndTheirRecordGoesWithTheLast() throws Exception {
        store(Objects.service("web", nodePort));
        store(slice(Condition.READY));
        try (Gateway gateway = start()) {
            await().until(gateway::isReady);
            Socket client = connect();
            assertEchoes(client, "before");
            assertThat(drain()).isEmpty();

            long offset = store(slice(Condition.GONE));
            await().untilAsserted(
                            () -> assertThat(heartbeats.getLast().applied().get("endpoint-slices"))
                                    .isGreaterThan(offset));
            await().untilAsserted(() ->
                    assertThat(drain()).map(NodeDrain::connections).contains(1));
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertEchoes(client, "after");

            client.close();
            await().untilAsserted(() -> assertThat(drain()).isEmpty());
        }
    }

    @Test
    void aCordonedNodeKeepsItsConnectionsAndRefusesNewOnesUntilItIsUncordoned() throws Exception {
        store(Objects.service("web", nodePort));
        store(slice(Condition.READY));
        cordon("node8", true);
        try (Gateway gateway = start()) {
            await().until(gateway::isReady);
            Socket client = connect();
            assertEchoes(client, "before");

            long offset = cordon("node9", true);
            await().untilAsserted(() ->
                    assertThat(heartbeats.getLast().applied().get("nodes")).isGreaterThan(offset));
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertEchoes(client, "after");
            assertThatThrownBy(() -> new ServerSocket(nodePort, 1, address(NODE_ADDRESS)).close())
                    .isInstanceOf(BindException.class);

            long over = cordon("node9", false);
            await().untilAsserted(() ->
                    assertThat(heartbeats.getLast().applied().get("nodes")).isGreaterThan(over));
            try (Socket another = connect()) {
                assertEchoes(another, "again");
            }
            client.close();
        }
    }

    @Test
    void aNewProcessTakesBackWhatTheLastOneLeft() throws Exception {
        allocator
                .send(
                        Topics.NODE_PORTS,
                        "node9/default/gone",
                        new NodePorts("node9", "default/gone", "uid", "dead", 1, 1, List.of()))
                .get();
        allocator
                .send(
                        Topics.NODE_PORTS,
                        "node8/default/gone",
                        new NodePorts("node8", "default/gone", "", "", 1, 1, List.of()))
                .get();
        allocator
                .send(Topics.NODE_DRAINS, "node9/pod", new NodeDrain("node9", "pod", "dead", 3))
                .get();
        await().untilAsserted(() -> assertThat(drain()).isPresent());
        try (Gateway gateway = start()) {
            await().untilAsserted(() -> assertThat(keys()).containsExactly("node8/default/gone"));
            await().untilAsserted(() -> assertThat(drain()).isEmpty());
            assertThat(gateway.isReady()).isTrue();
        }
    }

    @Test
    void goesOnServingWhileTheLogIsAway() throws Exception {
        store(Objects.service("web", nodePort));
        store(slice(Condition.READY));
        try (Gateway gateway = start()) {
            await().until(gateway::isReady);
            Socket client = connect();
            assertEchoes(client, "before");
            broker.close();
            assertEchoes(client, "an old connection");
            try (Socket another = connect()) {
                assertEchoes(another, "a new connection");
            }
            assertThat(gateway.isReady()).isTrue();
            client.close();
        }
    }

    @Test
    void aCleanStopTakesBackThePortsAndSaysSo() throws Exception {
        store(Objects.service("web", nodePort));
        try (Gateway gateway = start()) {
            await().until(gateway::isReady);
            await().untilAsserted(() -> assertThat(ports()).isPresent());
        }
        await().untilAsserted(() -> assertThat(ports()).isEmpty());
        await().untilAsserted(() -> assertThat(heartbeats.getLast().stopping()).isTrue());
        new ServerSocket(nodePort, 1, address(NODE_ADDRESS)).close();
    }

    private Gateway start() {
        GatewaySettings settings = new GatewaySettings(
                new NodeProfile("node9", List.of(NODE_ADDRESS), false),
                List.of(),
                Map.of(),
                Duration.ofMinutes(1),
                Duration.ZERO);
        TcpSettings tcp =
                new TcpSettings(2, 128, Duration.ofSeconds(1), Duration.ofSeconds(5), 32 << 10, 64 << 10, 1000);
        return Gateway.start(settings, tcp, log, new Machine(directory).system("test"), InstantSource.system());
    }

    private long store(Service service) throws Exception {
        return allocator.send(Topics.SERVICES, WEB.path(), service).get();
    }

    private long store(EndpointSlice slice) throws Exception {
        return tracker.send(Topics.ENDPOINT_SLICES, "default/s", slice).get();
    }

    private long cordon(String node, boolean cordoned) throws Exception {
        Node cordonedNode = new NodeBuilder()
                .withNewMetadata()
                .withName(node)
                .endMetadata()
                .withNewSpec()
                .withUnschedulable(cordoned ? true : null)
                .endSpec()
                .build();
        return tracker.send(Topics.NODES, node, cordonedNode).get();
    }

    private EndpointSlice slice(Condition condition) {
        EndpointSlice slice = new EndpointSliceBuilder(Objects.slice("s", "web"))
                .editFirstPort()
                .withPort(pod.getLocalPort())
                .endPort()
                .build();
        return Objects.with(slice, "pod", "127.0.0.1", "node9", condition);
    }

    private Set<String> keys() {
        return seen.image().of(Topics.NODE_PORTS).entries().keySet();
    }

    private Optional<NodePorts> ports() {
        return seen.image().of(Topics.NODE_PORTS).get("node9/default/web").map(entry -> entry.value());
    }

    private Optional<NodeDrain> drain() {
        return seen.image().of(Topics.NODE_DRAINS).get("node9/pod").map(entry -> entry.value());
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(address(NODE_ADDRESS), nodePort);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private void echo() {
        try {
            while (true) {
                Socket connection = pod.accept();
                Thread.ofVirtual().start(() -> {
                    try (connection) {
                        connection.getInputStream().transferTo(connection.getOutputStream());
                    } catch (IOException e) {
                        // The client was reset.
                    }
                });
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static InetAddress address(String literal) {
        return NetUtil.createInetAddressFromIpAddressString(literal);
    }

    private static void assertEchoes(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(UTF_8));
        assertThat(client.getInputStream().readNBytes(text.length())).isEqualTo(text.getBytes(UTF_8));
    }
}
