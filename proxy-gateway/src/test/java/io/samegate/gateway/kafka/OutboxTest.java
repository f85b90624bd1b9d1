package io.samegate.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.node.NodeDrain;
import io.samegate.contracts.node.NodePorts;
import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.node.NodeSystem;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutboxTest {

    private static final ObjectKey WEB = new ObjectKey("default", "web");

    private final FakeLog log = new FakeLog();
    private final Outbox outbox = new Outbox("node1", "i", log, OutboxTest::report);

    @AfterEach
    void close() {
        log.acknowledgesAtOnce();
        outbox.close();
    }

    @Test
    void noHeartbeatClaimsAPositionBeforeTheRecordsItStandsOnAreInTheLog() {
        // Given
        outbox.ports(WEB, ports(1));
        outbox.applied(Map.of("services", 7L));
        // When
        outbox.start();
        await().untilAsserted(() -> assertThat(log.writes()).containsExactly("node-ports node1/default/web"));
        // Then
        log.acknowledgesAtOnce();
        await().untilAsserted(() ->
                assertThat(log.writes()).startsWith("node-ports node1/default/web", "node-reports {services=7}"));
    }

    @Test
    void aChangeIsToldLongBeforeTheNextHeartbeatIsDue() {
        log.acknowledgesAtOnce();
        outbox.start();
        await().untilAsserted(() -> assertThat(log.writes()).contains("node-reports {}"));
        outbox.applied(Map.of("endpoint-slices", 3L));
        await().atMost(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(log.writes()).contains("node-reports {endpoint-slices=3}"));
    }

    @Test
    void whileTheLogIsAwayOnlyTheNewestValuePerKeyWaits() {
        // Given
        log.fails();
        outbox.start();
        for (int i = 1; i <= 50; i++) {
            outbox.drain("pod", i);
            outbox.ports(WEB, ports(i));
        }
        outbox.drain("pod", 0);
        outbox.applied(Map.of("services", 50L));
        await().untilAsserted(() -> assertThat(log.failures()).isGreaterThan(3));
        // When
        log.acknowledgesAtOnce();
        // Then
        await().untilAsserted(() -> assertThat(log.writes()).contains("node-reports {services=50}"));
        List<String> all = log.writes();
        assertThat(all.subList(0, all.indexOf("node-reports {services=50}")))
                .filteredOn(write -> !write.startsWith("node-reports"))
                .containsExactlyInAnyOrder("node-ports node1/default/web", "removed node-drains node1/pod");
    }

    @Test
    void theLastHeartbeatSaysThatTheGatewayStops() {
        log.acknowledgesAtOnce();
        outbox.start();
        outbox.noPorts(WEB);
        outbox.close();
        assertThat(log.writes())
                .contains("removed node-ports node1/default/web")
                .endsWith("node-reports {} stopping");
    }

    private static NodePorts ports(long position) {
        return new NodePorts("node1", WEB.path(), "uid", "i", 1, position, List.of());
    }

    private static NodeReport report(Map<String, Long> applied, boolean stopping) {
        NodeSystem system = new NodeSystem("", "", "", "", "", "", Map.of());
        return new NodeReport(
                "node1", "i", 1, Instant.EPOCH, List.of(), List.of(), Map.of(), system, applied, stopping);
    }

    /** A log that holds back, fails or takes what is written. */
    private static final class FakeLog implements Outlet {
        private enum Mood {
            HOLDS_BACK,
            FAILS,
            TAKES
        }

        private final List<String> writes = new ArrayList<>();
        private final List<CompletableFuture<Long>> held = new ArrayList<>();
        private Mood mood = Mood.HOLDS_BACK;
        private int failures;

        synchronized void acknowledgesAtOnce() {
            mood = Mood.TAKES;
            held.forEach(write -> write.complete(0L));
            held.clear();
        }

        synchronized void fails() {
            mood = Mood.FAILS;
        }

        synchronized List<String> writes() {
            return List.copyOf(writes);
        }

        synchronized int failures() {
            return failures;
        }

        @Override
        public <T> CompletableFuture<Long> send(Topic<T> topic, String key, T value) {
            return written(
                    switch (value) {
                        case NodeReport report ->
                            "node-reports " + report.applied() + (report.stopping() ? " stopping" : "");
                        case NodePorts ports -> topic + " " + key;
                        case NodeDrain drain -> topic + " " + key;
                        default -> throw new AssertionError("unexpected " + value);
                    });
        }

        @Override
        public CompletableFuture<Long> remove(Topic<?> topic, String key) {
            return written("removed " + topic + " " + key);
        }

        @Override
        public CompletableFuture<Long> tell(Fact fact) {
            return written(Topics.EVENTS + " " + fact.type());
        }

        private synchronized CompletableFuture<Long> written(String write) {
            CompletableFuture<Long> future = new CompletableFuture<>();
            switch (mood) {
                case FAILS -> {
                    failures++;
                    return CompletableFuture.failedFuture(new IOException("the broker is away"));
                }
                case HOLDS_BACK -> held.add(future);
                case TAKES -> future.complete(0L);
            }
            writes.add(write);
            return future;
        }
    }
}
