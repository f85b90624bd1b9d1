package io.samegate.eventlog.kafka;

import static io.samegate.eventlog.TestLog.await;
import static io.samegate.eventlog.TestRequests.creation;
import static io.samegate.eventlog.TestRequests.delete;
import static io.samegate.eventlog.TestRequests.object;
import static io.samegate.eventlog.TestRequests.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.samegate.contracts.UnreadableRecordException;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.OnBroker;
import io.samegate.eventlog.Replica;
import io.samegate.eventlog.TestLog;
import io.samegate.eventlog.TestRequests;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.request.Requests;
import io.samegate.eventlog.write.LogLostException;
import io.samegate.eventlog.write.Polled.Assignment;
import io.samegate.eventlog.write.Transaction;
import io.samegate.eventlog.write.WriterLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnBroker.class)
class WriterOnKafkaTest {

    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration TAKEOVER = Duration.ofSeconds(5);

    @Test
    void anAnswerNamesTheRecordThatDidIt(TestLog log) throws Exception {
        // Given
        log.withTopics().replica("one");
        Requests requests = log.requests();
        await(requests.send(creation("shop")));
        // When
        Answer.Accepted replaced = (Answer.Accepted) await(requests.send(replace("shop", "new")));
        Answer.Accepted removed = (Answer.Accepted) await(requests.send(delete("shop")));
        // Then
        List<String> records = new ArrayList<>();
        log.member("reader").replay((change, offset) -> records.add(offset + " " + describe(change)));
        assertThat(records)
                .contains(replaced.offset() + " stored Namespace/shop", removed.offset() + " removed Namespace/shop")
                .hasSize(3);
    }

    @Test
    void aStandbyTakesOverWithTheWholeStateAsSoonAsTheWriterResigns(TestLog log) throws Exception {
        // Given
        Replica first = log.withTopics().replica("one");
        Requests requests = log.requests();
        await(requests.send(creation("shop")));
        Replica second = log.replica("two");
        log.untilJoined("two");
        // When
        long resigned = System.nanoTime();
        first.close();
        // Then
        assertThat(second.takeovers().poll(TAKEOVER.toMillis(), TimeUnit.MILLISECONDS))
                .containsOnlyKeys("Namespace/shop");
        report("takeover after a clean stop", resigned);
        assertThat(await(requests.send(creation("mail")))).isInstanceOf(Answer.Accepted.class);
    }

    @Test
    void aStandbyTakesOverWhenTheSessionOfADeadWriterEnds(TestLog log) throws Exception {
        // Given
        WriterLog dead = active(log.withTopics().member("one"));
        Replica second = log.replica("two");
        log.untilJoined("two", () -> dead.poll(SOON));
        // When
        long died = System.nanoTime();
        dead.close();
        // Then
        assertThat(second.takeovers().poll(TAKEOVER.toMillis(), TimeUnit.MILLISECONDS))
                .isNotNull();
        report("takeover after a death", died);
    }

    @Test
    void aReplicaThatComesBackUnderItsNameNeedNotWaitForItsSessionToEnd(TestLog log) {
        // Given
        WriterLog dead = active(log.withTopics().member("one"));
        dead.close();
        // When
        long began = System.nanoTime();
        active(log.member("one"));
        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        report("return of a static member", began);
    }

    @Test
    void aReplicaThatComesBackLaterDoesNotTakeTheRequestsAway(TestLog log) throws Exception {
        // Given
        Replica first = log.withTopics().replica("one");
        Replica second = log.replica("two");
        log.untilJoined("two");
        first.close();
        second.takeovers().take();
        // When
        Replica again = log.replica("one");
        log.untilJoined("one");
        // Then
        assertThat(await(log.requests().send(creation("shop")))).isInstanceOf(Answer.Accepted.class);
        assertThat(second.standbys()).isEmpty();
        assertThat(again.takeovers()).isEmpty();
    }

    @Test
    void aStandbyThatJoinsDoesNotDisturbTheWriter(TestLog log) {
        // Given
        WriterLog writer = active(log.withTopics().member("one"));
        // When
        for (int i = 0; i < 3; i++) {
            String standby = "standby-" + i;
            log.replica(standby);
            log.untilJoined(standby, () -> {
                // Then: no commit is refused
                writer.commit(storing("any"));
                writer.poll(Duration.ZERO);
            });
        }
        assertThat(writer.poll(SOON).assignment()).isEqualTo(Assignment.HELD);
    }

    @Test
    void aTransactionOfAWriterThatLostItsPlaceIsRefusedEvenBeforeAnybodyHasTakenOver(TestLog log) throws Exception {
        // Given
        WriterLog zombie = active(log.withTopics().member("one"));
        zombie.commit(storing("before"));
        // When
        expel(log, "one");
        // Then
        assertThatExceptionOfType(LogLostException.class).isThrownBy(() -> zombie.commit(storing("after")));
        assertThat(stateOf(log)).containsExactly("before");
    }

    @Test
    void aTransactionWithoutRecordsOfAWriterThatLostItsPlaceIsRefusedToo(TestLog log) throws Exception {
        WriterLog zombie = active(log.withTopics().member("one"));
        expel(log, "one");
        assertThatExceptionOfType(LogLostException.class)
                .isThrownBy(() -> zombie.commit(new Transaction(List.of(), List.of(), List.of(), 0)));
    }

    @Test
    void aTransactionOfAZombieIsRefusedAndItsSuccessorGoesOn(TestLog log) throws Exception {
        // Given
        WriterLog zombie = active(log.withTopics().member("one"));
        zombie.commit(storing("by one"));
        expel(log, "one");
        WriterLog successor = active(log.member("two"));
        // When
        assertThatExceptionOfType(LogLostException.class).isThrownBy(() -> zombie.commit(storing("by the zombie")));
        successor.commit(storing("by two"));
        // Then
        assertThat(stateOf(log)).containsExactlyInAnyOrder("by one", "by two");
    }

    @Test
    void aReplayKnowsNothingOfWhatWasNotCommitted(TestLog log) throws Exception {
        // Given
        active(log.withTopics().member("one")).commit(storing("committed"));
        KafkaProducer<String, byte[]> other = log.producer(Map.of("transactional.id", "other"));
        other.initTransactions();
        other.beginTransaction();
        other.send(new ProducerRecord<>(log.nameOf(Topics.OBJECTS), "aborted", new byte[] {'x'}))
                .get();
        // When
        other.abortTransaction();
        // Then
        assertThat(stateOf(log)).containsExactly("committed");
    }

    @Test
    void theRequestPositionIsPartOfTheTransaction(TestLog log) {
        // Given
        WriterLog writer = active(log.withTopics().member("one"));
        assertThat(writer.committedPosition()).isEmpty();
        // When
        writer.commit(new Transaction(List.of(), List.of(), List.of(), 7));
        // Then
        assertThat(writer.committedPosition()).isEqualTo(OptionalLong.of(7));
    }

    @Test
    void aGroupTheBrokerHasForgottenGoesOnAtTheEndOfTheRequests(TestLog log) throws Exception {
        // Given
        Replica first = log.withTopics().replica("one");
        Requests requests = log.requests();
        await(requests.send(creation("shop")));
        first.close();
        log.admin().deleteConsumerGroups(Set.of(log.group())).all().get();
        // When
        log.replica("one").takeovers().take();
        // Then: the request is not carried out again, which would be refused
        assertThat(await(requests.send(delete("shop")))).isInstanceOf(Answer.Accepted.class);
        assertThat(stateOf(log)).isEmpty();
    }

    @Test
    void aTakeoverIsRememberedAlsoWhereItLeftNoState(TestLog log) {
        // Given
        WriterLog first = active(log.withTopics().member("one"));
        boolean before = first.hasHadWriter();
        Fact takeover = Fact.of(FactType.WRITER_CHANGED, TestRequests.namespace("any"), "", Instant.now(), "took over");
        // When
        first.commit(new Transaction(List.of(), List.of(), List.of(takeover), 0));
        // Then
        assertThat(before).isFalse();
        assertThat(first.hasHadWriter()).isTrue();
    }

    @Test
    void onlyAnUnreadableRequestStopsAWriter(TestLog log) throws Exception {
        // Given
        Replica replica = log.withTopics().replica("one");
        // When
        log.producer(Map.of())
                .send(new ProducerRecord<>(log.nameOf(Topics.OBJECT_REQUESTS), "key", utf8("no request")))
                .get();
        // Then
        assertThat(await(replica.fatal())).isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void aStreamOfInputsDoesNotStarveTheRequests(TestLog log) throws Exception {
        // Given
        WriterLog writer = active(log.withTopics().member("one"));
        log.producer(Map.of())
                .send(new ProducerRecord<>(
                        log.nameOf(Topics.OBJECT_REQUESTS),
                        "key",
                        Topics.OBJECT_REQUESTS.codec().encode(creation("shop"))))
                .get();
        // When
        int received = 0;
        for (int i = 0; i < 100_000 && received == 0; i++) {
            writer.wakeup();
            received = writer.poll(SOON).requests().size();
        }
        // Then
        assertThat(received).isEqualTo(1);
    }

    /** Polls until the requests are this member's, and takes over. */
    private static WriterLog active(WriterLog member) {
        long deadline = System.nanoTime() + TAKEOVER.toNanos();
        while (member.poll(SOON).assignment() != Assignment.FRESH) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        member.fence();
        member.replay((change, offset) -> {});
        member.seek(member.committedPosition().orElse(0));
        return member;
    }

    private static Transaction storing(String name) {
        return new Transaction(
                List.of(new StateChange.Stored<>(Topics.OBJECTS, name, object(name, "any"))), List.of(), List.of(), 0);
    }

    private static Set<String> stateOf(TestLog log) {
        Set<String> keys = new java.util.TreeSet<>();
        log.member("reader").replay((change, offset) -> {
            switch (change) {
                case StateChange.Stored<?> stored -> keys.add(stored.key());
                case StateChange.Removed<?> removed -> keys.remove(removed.key());
            }
        });
        return keys;
    }

    private static String describe(StateChange<?> change) {
        return switch (change) {
            case StateChange.Stored<?> stored -> "stored " + stored.key();
            case StateChange.Removed<?> removed -> "removed " + removed.key();
        };
    }

    private static void expel(TestLog log, String replica) throws Exception {
        log.admin()
                .removeMembersFromConsumerGroup(
                        log.group(), new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove(replica))))
                .all()
                .get();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void report(String what, long since) {
        org.slf4j.LoggerFactory.getLogger(WriterOnKafkaTest.class)
                .atInfo()
                .addKeyValue("took", Duration.ofNanos(System.nanoTime() - since).toMillis() + " ms")
                .log(what);
    }
}
