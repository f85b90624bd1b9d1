package io.samegate.eventlog.follow;

import static io.samegate.eventlog.TestLog.await;
import static io.samegate.eventlog.TestRequests.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.HandClock;
import io.samegate.eventlog.OnBroker;
import io.samegate.eventlog.TestLog;
import io.samegate.eventlog.follow.View.Changes;
import io.samegate.eventlog.follow.View.Freshness;
import io.samegate.eventlog.kafka.Emitter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnBroker.class)
class ViewOnKafkaTest {

    private static final Duration MAX = Duration.ofSeconds(10);

    private final HandClock clock = new HandClock();

    @Test
    void aViewThatStartsLateKnowsTheSameChangesAsOneThatWasThere(TestLog log) throws Exception {
        // Given
        Emitter emitter = log.withTopics().emitter();
        View<HasMetadata> early = log.view(clock);
        await(early.ready());
        await(emitter.send(Topics.OBJECTS, "a", object("a", "1")));
        await(emitter.send(Topics.OBJECTS, "a", object("a", "2")));
        long last = await(emitter.remove(Topics.OBJECTS, "a"));
        await(early.reached(last));
        // When
        View<HasMetadata> late = log.view(clock);
        await(late.ready());
        // Then
        Changes<HasMetadata> all = early.changesFrom(0, 100);
        assertThat(late.changesFrom(0, 100)).isEqualTo(all);
        assertThat(inShort(all)).containsExactly("0 a none -> 1", "1 a 1 -> 2", "2 a 2 -> none");
    }

    @Test
    void aWatchMayStartAnywhereInTheWindow(TestLog log) throws Exception {
        // Given
        Emitter emitter = log.withTopics().emitter();
        for (int i = 0; i < 10; i++) {
            await(emitter.send(Topics.OBJECTS, "a", object("a", "" + i)));
        }
        View<HasMetadata> view = log.view(clock);
        await(view.ready());
        // When
        Changes<HasMetadata> found = view.changesFrom(7, 2);
        // Then
        assertThat(inShort(found)).containsExactly("7 a 6 -> 7", "8 a 7 -> 8");
        assertThat(((Changes.Some<HasMetadata>) found).next()).isEqualTo(9);
        assertThat(((Changes.Some<HasMetadata>) view.changesFrom(9, 2)).next()).isEqualTo(10);
    }

    @Test
    void whatIsOlderThanTheCompactionLagIsInTheImageButNotInTheWindow(TestLog log) throws Exception {
        // Given
        long old = Instant.now().minus(Duration.ofHours(2)).toEpochMilli();
        byte[] value = Topics.OBJECTS.codec().encode(object("a", "1"));
        log.withTopics()
                .producer(Map.of())
                .send(new ProducerRecord<>(log.nameOf(Topics.OBJECTS), 0, old, "a", value))
                .get();
        await(log.emitter().send(Topics.OBJECTS, "a", object("a", "2")));
        // When
        View<HasMetadata> view = log.view(clock);
        await(view.ready());
        // Then
        assertThat(view.changesFrom(0, 100)).isEqualTo(new Changes.Expired<>(1));
        assertThat(inShort(view.changesFrom(1, 100))).containsExactly("1 a 1 -> 2");
    }

    @Test
    void theWindowMovesOnWithTime(TestLog log) throws Exception {
        // Given
        Emitter emitter = log.withTopics().emitter();
        View<HasMetadata> view = log.view(clock);
        await(emitter.send(Topics.OBJECTS, "a", object("a", "1")));
        await(view.reached(0));
        // When
        clock.forward(Duration.ofHours(2));
        await(emitter.send(Topics.OBJECTS, "b", object("b", "1")));
        await(view.reached(1));
        // Then
        assertThat(view.changesFrom(0, 100)).isInstanceOf(Changes.Expired.class);
        assertThat(view.image().entries()).containsOnlyKeys("a", "b");
    }

    @Test
    void aChangeIsFoundByTheOffsetOfItsRecord(TestLog log) throws Exception {
        // Given
        Emitter emitter = log.withTopics().emitter();
        View<HasMetadata> view = log.view(clock);
        await(emitter.send(Topics.OBJECTS, "a", object("a", "1")));
        // When
        long last = await(emitter.send(Topics.OBJECTS, "a", object("a", "2")));
        await(view.reached(last));
        // Then
        assertThat(view.at(0).map(ViewOnKafkaTest::inShort)).isEqualTo(Optional.of("0 a none -> 1"));
        assertThat(view.at(5)).isEmpty();
    }

    @Test
    void aFreshReadSeesWhatWasCommittedBeforeIt(TestLog log) throws Exception {
        // Given
        Emitter emitter = log.withTopics().emitter();
        View<HasMetadata> view = log.view(clock);
        await(view.ready());
        for (int i = 0; i < 50; i++) {
            String key = "key" + i;
            await(emitter.send(Topics.OBJECTS, key, object(key, "1")));
            // When
            Freshness freshness = await(view.fresh(MAX));
            // Then
            assertThat(freshness).isInstanceOf(Freshness.Current.class);
            assertThat(view.image().get(key)).isPresent();
        }
    }

    @Test
    void aWatcherIsNudgedUntilItHasEnough(TestLog log) throws Exception {
        // Given
        Emitter emitter = log.withTopics().emitter();
        View<HasMetadata> view = log.view(clock);
        await(view.ready());
        Semaphore nudges = new Semaphore(0);
        AutoCloseable watch = view.onAdvance(nudges::release);
        // When
        await(emitter.send(Topics.OBJECTS, "a", object("a", "1")));
        // Then
        nudges.acquire();
        // When
        watch.close();
        await(view.reached(await(emitter.send(Topics.OBJECTS, "a", object("a", "2")))));
        // Then
        nudges.drainPermits();
        await(view.reached(await(emitter.send(Topics.OBJECTS, "a", object("a", "3")))));
        assertThat(nudges.availablePermits()).isZero();
    }

    @Test
    void anUnreadableRecordIsAFailureAlsoWhenItComesLater(TestLog log) throws Exception {
        // Given
        View<HasMetadata> view = log.withTopics().view(clock);
        await(view.ready());
        assertThat(view.failure()).isNotDone();
        // When
        log.producer(Map.of())
                .send(new ProducerRecord<>(log.nameOf(Topics.OBJECTS), "a", new byte[] {'x'}))
                .get();
        // Then
        assertThat(view.failure()).succeedsWithin(Duration.ofSeconds(20));
    }

    private static List<String> inShort(Changes<HasMetadata> changes) {
        return switch (changes) {
            case Changes.Some<HasMetadata> some ->
                some.changes().stream().map(ViewOnKafkaTest::inShort).toList();
            case Changes.Expired<HasMetadata> expired -> List.of("expired before " + expired.oldest());
        };
    }

    private static String inShort(Change<HasMetadata> change) {
        return change.offset() + " " + change.key() + " "
                + change.before().map(ViewOnKafkaTest::label).orElse("none") + " -> "
                + change.after().map(ViewOnKafkaTest::label).orElse("none");
    }

    private static String label(Entry<HasMetadata> entry) {
        return entry.value().getMetadata().getLabels().get("value");
    }
}
