package io.samegate.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.broker.Broker;
import io.samegate.broker.BrokerSettings;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.node.NodeSystem;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.Delta;
import io.samegate.eventlog.follow.Image;
import io.samegate.eventlog.follow.Publisher;
import io.samegate.eventlog.follow.TopicFollower;
import io.samegate.eventlog.kafka.Emitter;
import io.samegate.eventlog.kafka.TopicSetup;
import io.samegate.eventlog.request.Requests;
import io.samegate.tracker.core.AddressPolicy;
import io.samegate.tracker.core.TrackerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole service, without Quarkus, against a real broker, a real HTTP server and a gateway made of reports. */
@Timeout(120)
class TrackerOnKafkaTest {

    private static final TrackerSettings SETTINGS = new TrackerSettings(
            new AddressPolicy(List.of(), true, Set.of()),
            false,
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofMillis(50),
            100);

    @TempDir
    Path directory;

    private final AtomicInteger status = new AtomicInteger(200);
    private Broker broker;
    private LogSettings log;
    private Tracker tracker;
    private Emitter others;
    private Requests requests;
    private Watch watch;
    private HttpServer http;

    @BeforeEach
    void begin() throws IOException {
        broker = Broker.start(BrokerSettings.inDirectory(directory));
        log = LogSettings.at(broker.bootstrapServers(), "t.", "tracker-1");
        TopicSetup.ensure(log, Topics.all(), Duration.ofSeconds(30));
        LogSettings outside = LogSettings.at(broker.bootstrapServers(), "t.", "outside");
        others = new Emitter(outside, Source.PROXY_GATEWAY);
        requests = new Requests(outside, Source.SERVICE_API, Topics.ENDPOINT_REQUESTS, Topics.ENDPOINT_ANSWERS);
        requests.start();
        watch = new Watch(outside);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        http.start();
        others.send(
                        Topics.OBJECTS,
                        "Namespace/default",
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName("default")
                                .endMetadata()
                                .build())
                .join();
        tracker = start();
    }

    @AfterEach
    void end() {
        tracker.close();
        http.stop(0);
        watch.follower.close();
        requests.close();
        others.close();
        broker.close();
    }

    @Test
    void fromServiceAndPodToASliceAndBack() {
        others.send(Topics.SERVICES, "default/web", service()).join();
        watch.await(slices -> slices.size() == 1);

        // When a Pod is registered, its probe makes it ready.
        assertThat(ask(new Request.Create(header(), pod()))).isInstanceOf(Answer.Accepted.class);
        watch.await(TrackerOnKafkaTest::oneReady);

        // When it fails often enough, it is not.
        status.set(500);
        watch.await(slices -> !oneReady(slices));
        status.set(200);
        watch.await(TrackerOnKafkaTest::oneReady);

        // When the tracker is restarted, everything is as it was.
        tracker.close();
        tracker = start();
        assertThat(ask(new Request.Create(header(), pod()))).isInstanceOf(Answer.Refused.class);
        assertThat(oneReady(watch.slices())).isTrue();

        // When it is deleted, it leaves once the node has applied that.
        report(0);
        watch.awaitNode();
        Answer deleted = ask(new Request.Delete(header(), Preconditions.NONE, Grace.OF_THE_OBJECT));
        assertThat(deleted).isInstanceOf(Answer.Accepted.class);
        watch.await(slices -> slices.getFirst().getEndpoints().stream()
                .anyMatch(e -> e.getConditions().getTerminating()));
        report(watch.position());
        watch.await(slices -> slices.getFirst().getEndpoints().isEmpty());
    }

    @Test
    void aPodThatNobodyRenewsLeaves() {
        others.send(Topics.SERVICES, "default/web", service()).join();
        Pod leased = new PodBuilder(pod())
                .editMetadata()
                .addToAnnotations("samegate.io/ttl", "1s")
                .endMetadata()
                .build();
        ask(new Request.Create(header(), leased));
        watch.await(TrackerOnKafkaTest::oneReady);

        watch.await(slices -> !oneReady(slices));
    }

    private Tracker start() {
        return Tracker.start(log, SETTINGS, Duration.ofSeconds(30), () -> {
            throw new AssertionError("a fatal failure");
        });
    }

    private Answer ask(Request request) {
        return requests.send(request).orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static RequestHeader header() {
        return RequestHeader.of(
                new ObjectRef(ObjectKind.POD, new ObjectKey("default", "a")), "test", Duration.ofSeconds(20));
    }

    private void report(long applied) {
        others.send(
                        Topics.NODE_REPORTS,
                        "node1",
                        new NodeReport(
                                "node1",
                                "instance",
                                1,
                                Instant.now(),
                                List.of("127.0.0.11"),
                                List.of(),
                                Map.of(),
                                new NodeSystem("v0", "os", "kernel", "amd64", "linux", "samegate://0", Map.of()),
                                Map.of(Topics.ENDPOINT_SLICES.name(), applied),
                                false))
                .join();
    }

    private static boolean oneReady(List<EndpointSlice> slices) {
        return slices.stream()
                        .flatMap(slice -> slice.getEndpoints().stream())
                        .filter(e -> e.getConditions().getReady())
                        .count()
                == 1;
    }

    private static Service service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("web")
                .withUid("uid-of-web")
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", "web")
                .addNewPort()
                .withPort(80)
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build();
    }

    private Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("a")
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .withNodeName("node1")
                .addNewContainer()
                .withName("main")
                .addNewPort()
                .withContainerPort(80)
                .withHostPort(http.getAddress().getPort())
                .endPort()
                .withNewReadinessProbe()
                .withPeriodSeconds(1)
                .withFailureThreshold(2)
                .withNewHttpGet()
                .withPort(new IntOrString(80))
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPodIP("127.0.0.1")
                .withHostIP("127.0.0.1")
                .endStatus()
                .build();
    }

    /** What a gateway would see. */
    private static final class Watch implements Publisher {

        final TopicFollower follower;
        private final List<Runnable> checks = new CopyOnWriteArrayList<>();

        Watch(LogSettings settings) {
            follower = new TopicFollower(
                    settings, List.of(Topics.ENDPOINT_SLICES, Topics.NODES), List.of(this), InstantSource.system());
            follower.start();
            follower.ready().join();
        }

        @Override
        public String name() {
            return "watch";
        }

        @Override
        public void onUpdate(Delta delta, Image image) {
            checks.forEach(Runnable::run);
        }

        List<EndpointSlice> slices() {
            return follower.image().of(Topics.ENDPOINT_SLICES).entries().values().stream()
                    .map(entry -> entry.value())
                    .toList();
        }

        long position() {
            return follower.image().of(Topics.ENDPOINT_SLICES).position();
        }

        void await(Predicate<List<EndpointSlice>> expected) {
            awaitImage(image -> expected.test(slices()));
        }

        void awaitNode() {
            awaitImage(image -> !image.of(Topics.NODES).entries().isEmpty());
        }

        private void awaitImage(Predicate<Image> expected) {
            CompletableFuture<Void> seen = new CompletableFuture<>();
            Runnable check = () -> {
                if (expected.test(follower.image())) {
                    seen.complete(null);
                }
            };
            checks.add(check);
            check.run();
            seen.orTimeout(30, TimeUnit.SECONDS).join();
            checks.remove(check);
        }
    }
}
