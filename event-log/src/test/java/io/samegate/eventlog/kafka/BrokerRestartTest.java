package io.samegate.eventlog.kafka;

import static io.samegate.eventlog.TestLog.await;
import static io.samegate.eventlog.TestLog.until;
import static io.samegate.eventlog.TestRequests.creation;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.broker.Broker;
import io.samegate.broker.BrokerSettings;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.Replica;
import io.samegate.eventlog.TestLog;
import io.samegate.eventlog.TestRequests;
import io.samegate.eventlog.follow.TopicFollower;
import io.samegate.eventlog.follow.View;
import io.samegate.eventlog.follow.View.Freshness;
import io.samegate.eventlog.request.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that holds a connection, with the broker going away and coming back underneath. */
class BrokerRestartTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path directory;

    private Broker broker;
    private TestLog log;

    @BeforeEach
    void start() {
        broker = Broker.start(BrokerSettings.inDirectory(directory));
        log = new TestLog(broker.bootstrapServers(), "t.").withTopics();
    }

    @AfterEach
    void stop() {
        log.close();
        broker.close();
    }

    @Test
    void everythingGoesOnWhenTheBrokerIsBack() throws Exception {
        // Given
        Replica replica = log.replica("one");
        Requests requests = log.requests();
        View<HasMetadata> view = log.view(InstantSource.system());
        TopicFollower follower = log.follower(InstantSource.system());
        await(requests.send(creation("before")));
        // When
        BrokerSettings same = BrokerSettings.inDirectory(directory).withPort(portOf(broker));
        broker.close();
        // Then
        until(() -> isRefusedAtOnce(requests.send(TestRequests.creation("meanwhile", SHORT))));
        assertThat(await(view.fresh(SHORT)))
                .isInstanceOfSatisfying(
                        Freshness.Stale.class, stale -> assertThat(stale.age()).isGreaterThan(SHORT));
        assertThat(follower.silence()).isGreaterThan(SHORT);
        assertThat(view.image().entries()).containsKey("Namespace/before");
        // When
        broker = Broker.start(same);
        // Then
        until(() -> requests.send(creation("after"))
                .handle((answer, failure) -> failure == null)
                .join());
        await(view.fresh(Duration.ofSeconds(10)));
        assertThat(view.image().entries()).containsKeys("Namespace/before", "Namespace/after");
        await(follower.reached(
                Topics.OBJECTS,
                view.image().get("Namespace/after").orElseThrow().offset()));
        assertThat(replica.fatal()).isNotDone();
    }

    @Test
    void readersThatStartWithoutABrokerWaitForIt() throws Exception {
        // Given
        Replica replica = log.replica("one");
        await(log.requests().send(creation("a")));
        replica.close();
        BrokerSettings same = BrokerSettings.inDirectory(directory).withPort(portOf(broker));
        broker.close();
        View<HasMetadata> view = log.view(InstantSource.system());
        TopicFollower follower = log.follower(InstantSource.system());
        Replica late = log.replica("one");
        assertThat(view.ready()).isNotDone();
        // When
        broker = Broker.start(same);
        // Then
        await(view.ready());
        await(follower.ready());
        assertThat(view.image().entries()).containsKey("Namespace/a");
        assertThat(late.takeovers().take()).containsKey("Namespace/a");
    }

    private static boolean isRefusedAtOnce(CompletableFuture<Answer> answer) {
        return answer.handle((answered, failure) -> failure instanceof Requests.NotSentException)
                .join();
    }

    private static int portOf(Broker broker) {
        String address = broker.bootstrapServers();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
