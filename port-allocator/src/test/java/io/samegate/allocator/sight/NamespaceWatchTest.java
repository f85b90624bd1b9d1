package io.samegate.allocator.sight;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.samegate.allocator.core.AllocatorInput;
import io.samegate.allocator.core.AllocatorInput.NamespaceSeen;
import io.samegate.allocator.core.NamespacePhase;
import io.samegate.broker.Broker;
import io.samegate.broker.BrokerSettings;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.TopicFollower;
import io.samegate.eventlog.kafka.Emitter;
import io.samegate.eventlog.kafka.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamespaceWatchTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final NamespaceWatch watch = new NamespaceWatch();
    private final List<AllocatorInput> told = new CopyOnWriteArrayList<>();
    private Broker broker;
    private Emitter objects;
    private TopicFollower follower;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerSettings.inDirectory(directory));
        LogSettings log = LogSettings.at(broker.bootstrapServers(), "test.", "watch");
        TopicSetup.ensure(log, List.of(Topics.OBJECTS), LONG);
        objects = new Emitter(log, Source.SERVICE_API);
        send(namespace("old", "Active"));
        watch.tell(told::add);
        follower = new TopicFollower(log, List.of(Topics.OBJECTS), List.of(watch), InstantSource.system());
        follower.start();
        follower.ready().get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        follower.close();
        objects.close();
        broker.close();
    }

    @Test
    void tellsOfEachPhaseBeforeWhoWaitsForItGoesOn() throws Exception {
        waitFor(send(namespace("shop", "Active")));
        assertThat(told).endsWith(new NamespaceSeen("shop", NamespacePhase.ACTIVE));

        waitFor(send(namespace("shop", "Terminating")));
        assertThat(told).endsWith(new NamespaceSeen("shop", NamespacePhase.TERMINATING));

        waitFor(objects.remove(Topics.OBJECTS, "Namespace/shop").get(30, TimeUnit.SECONDS));
        assertThat(told).endsWith(new NamespaceSeen("shop", NamespacePhase.MISSING));
    }

    @Test
    void knowsAtATakeoverWhatIsThere() throws Exception {
        waitFor(send(namespace("shop", "Terminating")));

        assertThat(watch.atTakeover())
                .containsExactlyInAnyOrder(
                        new NamespaceSeen("old", NamespacePhase.ACTIVE),
                        new NamespaceSeen("shop", NamespacePhase.TERMINATING));
    }

    @Test
    void aWaitForWhatNeverComesEnds() {
        watch.awaitSight(Map.of("objects", 1_000_000L), Duration.ofMillis(50));
        watch.awaitSight(Map.of("pods", 1_000_000L), LONG);

        assertThat(told).containsExactly(new NamespaceSeen("old", NamespacePhase.ACTIVE));
    }

    private void waitFor(long offset) {
        watch.awaitSight(Map.of("objects", offset), LONG);
    }

    private long send(Namespace namespace) throws Exception {
        return objects.send(
                        Topics.OBJECTS, "Namespace/" + namespace.getMetadata().getName(), namespace)
                .get(30, TimeUnit.SECONDS);
    }

    private static Namespace namespace(String name, String phase) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .withPhase(phase)
                .endStatus()
                .build();
    }
}
