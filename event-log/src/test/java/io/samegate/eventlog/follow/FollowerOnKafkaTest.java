package io.samegate.eventlog.follow;

import static io.samegate.eventlog.TestLog.await;
import static io.samegate.eventlog.TestRequests.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.UnreadableRecordException;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.HandClock;
import io.samegate.eventlog.OnBroker;
import io.samegate.eventlog.TestLog;
import io.samegate.eventlog.kafka.Emitter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnBroker.class)
class FollowerOnKafkaTest {

    private final Heard heard = new Heard();
    private final HandClock clock = new HandClock();

    /** Keeps what it hears: the changes in short, and the image with them. */
    private static final class Heard implements Publisher {

        private record Update(List<String> changes, TopicImage<HasMetadata> image) {}

        private final BlockingQueue<Update> updates = new LinkedBlockingQueue<>();

        @Override
        public String name() {
            return "heard";
        }

        @Override
        public void onUpdate(Delta delta, Image image) {
            List<String> changes = delta.of(Topics.OBJECTS).changes().stream()
                    .map(Heard::inShort)
                    .toList();
            updates.add(new Update(changes, image.of(Topics.OBJECTS)));
        }

        /** The next update with changes. */
        Update next() throws InterruptedException {
            Update update = updates.take();
            return update.changes().isEmpty() ? next() : update;
        }

        private static String inShort(Change<HasMetadata> change) {
            return change.key() + " " + change.before().map(Heard::label).orElse("none") + " -> "
                    + change.after().map(Heard::label).orElse("none");
        }

        private static String label(Entry<HasMetadata> entry) {
            return entry.value().getMetadata().getLabels().get("value");
        }
    }

    @Test
    void theFirstUpdateIsFromTheEmptyImageToTheEndKnownAtTheStart(TestLog log) throws Exception {
        // Given
        Emitter emitter = log.withTopics().emitter();
        await(emitter.send(Topics.OBJECTS, "a", object("a", "1")));
        await(emitter.send(Topics.OBJECTS, "a", object("a", "2")));
        await(emitter.send(Topics.OBJECTS, "b", object("b", "1")));
        await(emitter.remove(Topics.OBJECTS, "b"));
        // When
        await(log.follower(clock, heard).ready());
        // Then
        Heard.Update first = heard.updates.take();
        assertThat(first.changes()).containsExactly("a none -> 2");
        assertThat(first.image().position()).isEqualTo(4);
    }

    @Test
    void anEmptyTopicIsAnUpdateToo(TestLog log) throws Exception {
        await(log.withTopics().follower(clock, heard).ready());
        assertThat(heard.updates.take().changes()).isEmpty();
    }

    @Test
    void anUpdateTellsWhatWasThereBefore(TestLog log) throws Exception {
        // Given
        Emitter emitter = log.withTopics().emitter();
        await(log.follower(clock, heard).ready());
        // When
        await(emitter.send(Topics.OBJECTS, "a", object("a", "1")));
        // Then
        assertThat(heard.next().changes()).containsExactly("a none -> 1");
        // When
        await(emitter.send(Topics.OBJECTS, "a", object("a", "2")));
        // Then
        assertThat(heard.next().changes()).containsExactly("a 1 -> 2");
        // When
        await(emitter.remove(Topics.OBJECTS, "a"));
        // Then
        assertThat(heard.next().changes()).containsExactly("a 2 -> none");
    }

    @Test
    void aRecordIsInTheImageOnceItIsReached(TestLog log) throws Exception {
        // Given
        Emitter emitter = log.withTopics().emitter();
        TopicFollower follower = log.follower(clock);
        // When
        long offset = await(emitter.send(Topics.OBJECTS, "a", object("a", "1")));
        await(follower.reached(Topics.OBJECTS, offset));
        // Then
        assertThat(follower.image().of(Topics.OBJECTS).get("a")).isPresent();
    }

    @Test
    void whatIsNotCommittedIsNotSeen(TestLog log) throws Exception {
        // Given
        KafkaProducer<String, byte[]> producer = log.withTopics().producer(Map.of("transactional.id", "some"));
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(log.nameOf(Topics.OBJECTS), "aborted", new byte[] {'x'}))
                .get();
        producer.abortTransaction();
        TopicFollower follower = log.follower(clock);
        await(follower.ready());
        // When
        long offset = await(log.emitter().send(Topics.OBJECTS, "a", object("a", "1")));
        await(follower.reached(Topics.OBJECTS, offset));
        // Then
        assertThat(follower.image().of(Topics.OBJECTS).entries()).containsOnlyKeys("a");
    }

    @Test
    void aPublisherThatFailsStopsNobody(TestLog log) throws Exception {
        // Given
        Publisher failing = new Publisher() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public void onUpdate(Delta delta, Image image) {
                throw new IllegalStateException("on purpose");
            }
        };
        await(log.withTopics().follower(clock, failing, heard).ready());
        // When
        await(log.emitter().send(Topics.OBJECTS, "a", object("a", "1")));
        // Then
        assertThat(heard.next().changes()).containsExactly("a none -> 1");
    }

    @Test
    void afterALongSilenceItReadsAgainAndTellsTheDifference(TestLog log) throws Exception {
        // Given: a key that goes without a tombstone, as if that had been compacted during the silence
        Emitter emitter = log.withTopics().emitter();
        await(emitter.send(Topics.OBJECTS, "a", object("a", "1")));
        await(emitter.send(Topics.OBJECTS, "b", object("b", "1")));
        await(log.follower(clock, heard).ready());
        heard.next();
        forgetBefore(log, 1);
        // When
        clock.forward(Duration.ofHours(25));
        // Then
        assertThat(heard.next().changes()).containsExactly("a 1 -> none");
    }

    @Test
    void aTopicMadeAnewIsReadAgain(TestLog log) throws Exception {
        // Given
        Emitter emitter = log.withTopics().emitter();
        await(emitter.send(Topics.OBJECTS, "a", object("a", "1")));
        await(emitter.send(Topics.OBJECTS, "b", object("b", "1")));
        await(log.follower(clock, heard).ready());
        heard.next();
        // When
        log.admin().deleteTopics(Set.of(log.nameOf(Topics.OBJECTS))).all().get();
        log.withTopics();
        await(log.emitter().send(Topics.OBJECTS, "b", object("b", "2")));
        // Then
        assertThat(heard.next().changes()).containsExactlyInAnyOrder("a 1 -> none", "b 1 -> 2");
    }

    @Test
    void anUnreadableRecordIsNotPassedOver(TestLog log) throws Exception {
        // Given
        log.withTopics()
                .producer(Map.of())
                .send(new ProducerRecord<>(log.nameOf(Topics.OBJECTS), "a", new byte[] {'x'}))
                .get();
        // When
        TopicFollower follower = log.follower(clock);
        // Then
        assertThat(follower.ready())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void anUnreadableRecordThatComesLaterIsAFailureToo(TestLog log) throws Exception {
        // Given
        TopicFollower follower = log.withTopics().follower(clock);
        follower.ready().get(20, TimeUnit.SECONDS);
        assertThat(follower.failure()).isNotDone();
        // When
        log.producer(Map.of())
                .send(new ProducerRecord<>(log.nameOf(Topics.OBJECTS), "a", new byte[] {'x'}))
                .get();
        // Then
        assertThat(follower.failure()).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void onlyStateTopicsAreFollowed(TestLog log) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicFollower(
                        log.settings("any"), List.of(Topics.EVENTS), List.of(), InstantSource.system()));
    }

    private static void forgetBefore(TestLog log, long offset) throws Exception {
        // Records of a compacted topic cannot be deleted by hand, so it is none for a moment.
        Admin admin = log.admin();
        log.alter(Topics.OBJECTS, "cleanup.policy", "delete");
        admin.deleteRecords(
                        Map.of(new TopicPartition(log.nameOf(Topics.OBJECTS), 0), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
        log.alter(Topics.OBJECTS, "cleanup.policy", "compact");
    }
}
