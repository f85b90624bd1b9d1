package io.samegate.allocator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.samegate.allocator.core.AddressRange;
import io.samegate.allocator.core.AllocatorSettings;
import io.samegate.allocator.core.PortRange;
import io.samegate.broker.Broker;
import io.samegate.broker.BrokerSettings;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.TopicFollower;
import io.samegate.eventlog.kafka.Emitter;
import io.samegate.eventlog.kafka.TopicSetup;
import io.samegate.eventlog.request.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The allocator over the real broker: requests in, answers and Services out. */
class AllocatorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AllocatorSettings SETTINGS = new AllocatorSettings(
            PortRange.parse("30000-32767"), AddressRange.parse("10.233.0.0/18"), 8080, Duration.ofMinutes(3));

    @TempDir
    Path directory;

    private final CompletableFuture<String> fatal = new CompletableFuture<>();
    private Broker broker;
    private LogSettings asking;
    private Emitter objects;
    private Requests requests;
    private TopicFollower services;
    private Allocator allocator;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerSettings.inDirectory(directory.resolve("broker")));
        asking = LogSettings.at(broker.bootstrapServers(), "test.", "asking");
        TopicSetup.ensure(asking, Topics.all(), PATIENCE);
        objects = new Emitter(asking, Source.SERVICE_API);
        requests = new Requests(asking, Source.SERVICE_API, Topics.SERVICE_REQUESTS, Topics.SERVICE_ANSWERS);
        requests.start();
        services = new TopicFollower(asking, List.of(Topics.SERVICES), List.of(), InstantSource.system());
        services.start();
        services.ready().get(30, TimeUnit.SECONDS);
        allocator = allocator("allocator-1");
    }

    @AfterEach
    void stop() {
        allocator.close();
        services.close();
        requests.close();
        objects.close();
        broker.close();
    }

    @Test
    void decidesAndKeepsEverythingOverARestart() throws Exception {
        // Given a namespace made a moment ago
        long offset = objects.send(Topics.OBJECTS, "Namespace/shop", namespace("shop"))
                .get(30, TimeUnit.SECONDS);
        RequestHeader header = header("shop", "web").withSeen(Map.of("objects", offset));
        // When
        Service web = awaitStored(requests.send(new Request.Create(header, service("shop", "web"))));
        // Then
        int nodePort = web.getSpec().getPorts().get(0).getNodePort();
        assertThat(nodePort).isBetween(30086, 32767);
        assertThat(web.getMetadata().getUid()).isEqualTo(header.id());
        assertThat(services.image().of(Topics.SERVICES).get("default/kubernetes"))
                .map(Entry::value)
                .map(kubernetes -> kubernetes.getSpec().getClusterIP())
                .contains("10.233.0.1");
        // And when another process takes its place
        allocator.close();
        allocator = allocator("allocator-1");
        Answer taken = requests.send(new Request.Create(
                        header("shop", "other"),
                        new ServiceBuilder(service("shop", "other"))
                                .editSpec()
                                .editPort(0)
                                .withNodePort(nodePort)
                                .endPort()
                                .endSpec()
                                .build()))
                .get(30, TimeUnit.SECONDS);
        assertThat(taken)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.status().getMessage())
                                .endsWith("provided port is already allocated"));
        Answer deleted = requests.send(new Request.Delete(
                        header("shop", "web"), new Preconditions(header.id(), ""), Grace.OF_THE_OBJECT))
                .get(30, TimeUnit.SECONDS);
        assertThat(deleted).isInstanceOf(Answer.Accepted.class);
        assertThat(fatal).isNotDone();
    }

    @Test
    void aStandbyIsReadyAndTakesOverWhenTheWriterLeaves() throws Exception {
        objects.send(Topics.OBJECTS, "Namespace/default", namespace("default")).get(30, TimeUnit.SECONDS);
        awaitStored(requests.send(new Request.Create(header("default", "first"), service("default", "first"))));
        try (Allocator standby = allocator("allocator-2")) {
            // When
            allocator.close();
            // Then
            awaitStored(requests.send(new Request.Create(header("default", "second"), service("default", "second"))));
            assertThat(standby.isActive()).isTrue();
            assertThat(standby.isReady()).isTrue();
        }
    }

    @Test
    void aLoadBalancerFollowsTheNodes() throws Exception {
        objects.send(Topics.OBJECTS, "Namespace/default", namespace("default")).get(30, TimeUnit.SECONDS);
        objects.send(Topics.NODES, "node1", node("node1", "10.0.0.1")).get(30, TimeUnit.SECONDS);
        Service balanced = new ServiceBuilder(service("default", "lb"))
                .editSpec()
                .withType("LoadBalancer")
                .endSpec()
                .build();
        awaitStored(requests.send(new Request.Create(header("default", "lb"), balanced)));

        objects.send(Topics.NODES, "node2", node("node2", "10.0.0.2")).get(30, TimeUnit.SECONDS);

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(services.image()
                                .of(Topics.SERVICES)
                                .get("default/lb")
                                .orElseThrow()
                                .value()
                                .getStatus()
                                .getLoadBalancer()
                                .getIngress())
                        .extracting(LoadBalancerIngress::getIp)
                        .containsExactly("10.0.0.1", "10.0.0.2"));
    }

    private static Node node(String name, String address) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .addNewAddress(address, "InternalIP")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
    }

    private Allocator allocator(String replica) {
        LogSettings log = LogSettings.at(broker.bootstrapServers(), "test.", replica);
        return Allocator.start(log, SETTINGS, InstantSource.system(), fatal::complete);
    }

    private Service awaitStored(CompletableFuture<Answer> answer) throws Exception {
        Answer.Accepted accepted = (Answer.Accepted) answer.get(30, TimeUnit.SECONDS);
        assertThat(accepted.topic()).isEqualTo("services");
        services.reached(Topics.SERVICES, accepted.offset()).get(30, TimeUnit.SECONDS);
        return services.image().of(Topics.SERVICES).entries().values().stream()
                .filter(entry -> entry.offset() == accepted.offset())
                .map(Entry::value)
                .findFirst()
                .orElseThrow();
    }

    private static RequestHeader header(String namespace, String name) {
        ObjectRef target = new ObjectRef(ObjectKind.SERVICE, new ObjectKey(namespace, name));
        return RequestHeader.of(target, "somebody", Duration.ofSeconds(30));
    }

    private static Namespace namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .withPhase("Active")
                .endStatus()
                .build();
    }

    private static Service service(String namespace, String name) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withType("NodePort")
                .withSelector(Map.of("app", name))
                .addNewPort()
                .withPort(80)
                .withProtocol("TCP")
                .withTargetPort(new IntOrString(8080))
                .endPort()
                .endSpec()
                .build();
    }
}
