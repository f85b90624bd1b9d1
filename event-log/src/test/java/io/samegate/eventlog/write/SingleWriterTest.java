package io.samegate.eventlog.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.UnreadableRecordException;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.request.Statuses;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.TestRequests;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.write.Polled.Assignment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SingleWriterTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final WriterSettings SETTINGS = WriterSettings.of("notes", "here");

    private final HandLog log = new HandLog().at(7, 7);
    private final List<String> known = new ArrayList<>();
    private final Ear ear = new Ear();
    private final List<Map<String, Long>> sights = new ArrayList<>();
    private Instant dueAt = Instant.MAX;
    private Instant now = NOW;

    @Test
    void fencesThenReplaysThenAsksForThePosition() {
        // Given
        SingleWriter<Notes.State, String> writer = writer();
        log.thenAssigned(Assignment.FRESH);
        // When
        writer.step();
        // Then
        assertThat(log.calls()).containsExactly("open", "fence", "replay", "committedPosition", "seek 7", "commit");
        assertThat(writer.isActive()).isTrue();
    }

    @Test
    void decidesNothingWithoutATakeover() {
        // Given
        SingleWriter<Notes.State, String> writer = writer();
        log.thenPolled(7, NOW, TestRequests.creation("shop"));
        // When
        writer.step();
        // Then
        assertThat(log.committed()).isEmpty();
    }

    @Test
    void beginsAtTheBeginningWhereThereWasNeverAWriter() {
        // Given
        log.forgottenAt(3);
        // When
        active();
        // Then
        assertThat(log.calls()).contains("seek 0");
    }

    @Test
    void beginsAtTheEndAndSaysSoWhenTheGroupIsForgotten() {
        // Given
        log.holding(stored("shop", "open")).forgottenAt(9);
        // When
        active();
        // Then
        assertThat(log.calls()).contains("seek 9");
        assertThat(log.lastCommitted().position()).isEqualTo(9);
        assertThat(log.lastCommitted().facts())
                .extracting(Fact::message)
                .first()
                .asString()
                .contains("no longer knows");
    }

    @Test
    void beginsAtTheEndAlsoWhenAnEarlierWriterLeftNoState() {
        // Given
        log.thatHadAWriter().forgottenAt(9);
        // When
        active();
        // Then
        assertThat(log.calls()).contains("seek 9");
        assertThat(log.lastCommitted().position()).isEqualTo(9);
    }

    @Test
    void aBatchIsOneTransactionThatEndsBehindItsLastRequest() {
        // Given
        SingleWriter<Notes.State, String> writer = active();
        log.thenPolled(7, NOW, TestRequests.creation("shop"), TestRequests.creation("mail"));
        // When
        writer.step();
        // Then
        assertThat(log.lastCommitted().changes()).extracting(StateChange::key).containsExactly("shop", "mail");
        assertThat(log.lastCommitted().answers()).hasSize(2);
        assertThat(log.lastCommitted().position()).isEqualTo(9);
    }

    @Test
    void aVersionChangedEarlierInTheSameBatchIsAConflict() {
        // Given
        log.holding(stored("shop", "open"));
        SingleWriter<Notes.State, String> writer = active();
        String version = ResourceVersion.of(0);
        log.thenPolled(7, NOW, replacement("shop", "closed", version), replacement("shop", "sold", version));
        // When
        writer.step();
        // Then
        assertThat(answers())
                .containsExactly(
                        new Answer.Accepted("objects", 1),
                        new Answer.Refused(
                                Statuses.modified(TestRequests.namespace("shop").kind(), "shop")));
    }

    @Test
    void theVersionOfACommittedChangeHoldsInTheNextBatch() {
        // Given
        log.holding(stored("shop", "open"));
        SingleWriter<Notes.State, String> writer = active();
        log.thenPolled(7, NOW, replacement("shop", "closed", ResourceVersion.of(0)));
        log.thenPolled(8, NOW, replacement("shop", "sold", ResourceVersion.of(1)));
        writer.step();
        // When
        writer.step();
        // Then
        assertThat(answers()).containsExactly(new Answer.Accepted("objects", 2));
    }

    @Test
    void anAnswerNamesTheChangeThatWasTheLastOfItsKeyWhenDecided() {
        // Given
        SingleWriter<Notes.State, String> writer = active();
        log.thenPolled(
                7,
                NOW,
                TestRequests.creation("shop"),
                TestRequests.creation("mail"),
                replacement("shop", "closed", ""),
                replacement("shop", "closed", ""));
        // When
        writer.step();
        // Then
        assertThat(answers())
                .containsExactly(
                        new Answer.Accepted("objects", 0),
                        new Answer.Accepted("objects", 1),
                        new Answer.Accepted("objects", 2),
                        new Answer.Accepted("objects", 2));
    }

    @Test
    void anUnchangedObjectIsNotWrittenAndItsAnswerNamesTheRecordItHas() {
        // Given
        log.holding(stored("mail", "open")).holding(stored("shop", "open"));
        SingleWriter<Notes.State, String> writer = active();
        log.thenPolled(7, NOW, replacement("shop", "open", ""));
        // When
        writer.step();
        // Then
        assertThat(log.lastCommitted().changes()).isEmpty();
        assertThat(answers()).containsExactly(new Answer.Accepted("objects", 1));
    }

    @Test
    void aBatchWaitsOnceForTheFurthestThatItsCallersHaveSeen() {
        // Given
        SingleWriter<Notes.State, String> writer = active();
        log.thenPolled(
                7,
                NOW,
                creationHavingSeen("shop", Map.of("objects", 3L)),
                creationHavingSeen("mail", Map.of("objects", 5L, "services", 1L)),
                creationHavingSeen("post", Map.of("objects", 4L)));
        // When
        writer.step();
        // Then
        assertThat(sights).containsExactly(Map.of("objects", 5L, "services", 1L));
    }

    @Test
    void writesNothingWhenThereIsNothingToSay() {
        // Given
        SingleWriter<Notes.State, String> writer = active();
        int before = log.committed().size();
        writer.offer("not worth a word");
        // When
        writer.step();
        // Then
        assertThat(log.committed()).hasSize(before);
    }

    @Test
    void whatWasObservedStaysObservedWithoutATransaction() {
        // Given
        SingleWriter<Notes.State, String> writer = active();
        writer.offer("rain");
        writer.step();
        log.thenPolled(7, NOW, TestRequests.creation("shop"));
        // When
        writer.step();
        // Then
        assertThat(ear.state.observed()).containsExactly("rain");
    }

    @Test
    void anInputIsOneTransactionWithThePosition() {
        // Given
        SingleWriter<Notes.State, String> writer = active();
        writer.offer("it rains.");
        // When
        writer.step();
        // Then
        assertThat(log.lastCommitted().facts()).extracting(Fact::message).containsExactly("it rains.");
        assertThat(log.lastCommitted().position()).isEqualTo(7);
    }

    @Test
    void whatARequestCausedIsToldWithWhoAskedAndWhatNobodyAskedForIsNot() {
        // Given
        SingleWriter<Notes.State, String> writer = active();
        writer.offer("it rains.");
        log.thenPolled(7, NOW, TestRequests.delete("shop"));
        // When
        writer.step();
        // Then
        assertThat(log.lastCommitted().facts())
                .extracting(Fact::message, fact -> fact.details().get(Fact.USER))
                .containsExactly(tuple("it rains.", null), tuple("notes stay", "tester"));
    }

    @Test
    void whatIsDueIsWrittenWithThePosition() {
        // Given
        log.holding(stored("shop", "open"));
        dueAt = NOW.plusSeconds(1);
        SingleWriter<Notes.State, String> writer = active();
        now = dueAt;
        // When
        writer.step();
        // Then
        assertThat(log.lastCommitted().changes()).containsExactly(new StateChange.Removed<>(Topics.OBJECTS, "shop"));
        assertThat(log.lastCommitted().position()).isEqualTo(7);
    }

    @Test
    void inputsOfAStandbyAreDroppedAndAskedForAtTheTakeover() {
        // Given
        SingleWriter<Notes.State, String> writer = writer();
        writer.offer("old news");
        log.thenAssigned(Assignment.NONE);
        writer.step();
        known.add("rain");
        log.thenAssigned(Assignment.FRESH);
        // When
        writer.step();
        // Then
        assertThat(ear.state.observed()).containsExactly("rain");
    }

    @Test
    void aBacklogRefusesWhatComesTooLate() {
        // Given: the log went on to 9 before the takeover
        log.at(7, 9);
        SingleWriter<Notes.State, String> writer = active();
        log.thenPolled(7, lastMoment().minusMillis(1), creation("shop"));
        log.thenPolled(8, lastMoment(), creation("mail"));
        // When
        writer.step();
        List<Answer> late = answers();
        writer.step();
        // Then
        assertThat(late).containsExactly(new Answer.Refused(Statuses.tooLate()));
        assertThat(answers()).containsExactly(new Answer.Accepted("objects", 0));
    }

    @Test
    void severalRequestsInOnePollAreABacklog() {
        // Given
        SingleWriter<Notes.State, String> writer = active();
        log.thenPolled(7, lastMoment().minusMillis(1), creation("shop"), creation("mail"));
        // When
        writer.step();
        // Then
        assertThat(answers())
                .containsExactly(new Answer.Refused(Statuses.tooLate()), new Answer.Refused(Statuses.tooLate()));
    }

    @Test
    void withoutABacklogNothingIsTooLate() {
        // Given
        SingleWriter<Notes.State, String> writer = active();
        log.thenPolled(7, lastMoment().minusMillis(1), creation("shop"));
        // When
        writer.step();
        // Then
        assertThat(answers()).containsExactly(new Answer.Accepted("objects", 0));
    }

    @Test
    void aFailedCommitEndsTheMembershipAndIsForgotten() {
        // Given
        SingleWriter<Notes.State, String> writer = active();
        log.thenPolled(7, NOW, TestRequests.creation("shop"));
        log.failCommits();
        int before = log.calls().size();
        // When
        writer.step();
        // Then
        assertThat(writer.isActive()).isFalse();
        assertThat(log.calls().subList(before, log.calls().size())).containsExactly("open", "close");
        assertThat(ear.heard).containsExactly("active", "standby: nobody knows");
        assertThat(ear.state.held()).isEmpty();
    }

    @Test
    void anAssignmentLostMakesAStandby() {
        // Given
        SingleWriter<Notes.State, String> writer = active();
        log.thenAssigned(Assignment.NONE);
        // When
        writer.step();
        // Then
        assertThat(writer.isActive()).isFalse();
        assertThat(ear.heard).containsExactly("active", "standby: the requests are another replica's");
    }

    @Test
    void anUnreadableRecordStopsTheWriter() {
        // Given
        SingleWriter<Notes.State, String> writer = active();
        log.thenFailing(new UnreadableRecordException("neither fish nor fowl"));
        // When
        writer.run();
        // Then
        assertThat(ear.heard).containsExactly("active", "fatal: neither fish nor fowl");
        assertThat(log.calls()).doesNotContain("resign").endsWith("close");
    }

    @Test
    void aDefectStopsTheWriterAndIsTold() {
        // Given
        SingleWriter<Notes.State, String> writer = active();
        log.thenFailing(new IllegalStateException("cannot be"));
        // When
        writer.run();
        // Then
        assertThat(ear.heard).containsExactly("active", "fatal: cannot be");
        assertThat(log.calls()).endsWith("close");
    }

    @Test
    void closingLeavesTheGroup() {
        // Given
        SingleWriter<Notes.State, String> writer = active();
        writer.close();
        // When
        writer.run();
        // Then
        assertThat(log.calls()).endsWith("resign", "close");
    }

    /** Appended then, a request's time is over this very moment, with all tolerance. */
    private static Instant lastMoment() {
        return NOW.minus(BUDGET).minus(SETTINGS.skewTolerance());
    }

    private SingleWriter<Notes.State, String> writer() {
        Inputs<String> inputs = new Inputs<>() {
            @Override
            public List<String> atTakeover() {
                return List.copyOf(known);
            }

            @Override
            public void awaitSight(Map<String, Long> seen, Duration max) {
                sights.add(seen);
            }
        };
        return new SingleWriter<>(SETTINGS, new Notes(dueAt), log, inputs, ear, () -> now);
    }

    private SingleWriter<Notes.State, String> active() {
        SingleWriter<Notes.State, String> writer = writer();
        log.thenAssigned(Assignment.FRESH);
        writer.step();
        return writer;
    }

    private List<Answer> answers() {
        Transaction last = log.lastCommitted();
        List<Long> offsets = log.offsetsOfLast();
        return last.answers().stream()
                .map(pending -> last.resolve(pending, offsets))
                .toList();
    }

    private static Request creation(String name) {
        return TestRequests.creation(name, BUDGET);
    }

    private static Request creationHavingSeen(String name, Map<String, Long> seen) {
        return new Request.Create(
                RequestHeader.of(TestRequests.namespace(name), "tester", BUDGET).withSeen(seen),
                TestRequests.object(name, "any"));
    }

    private static Request replacement(String name, String value, String version) {
        return new Request.Replace(
                RequestHeader.of(TestRequests.namespace(name), "tester", BUDGET),
                TestRequests.object(name, value),
                Preconditions.resourceVersion(version),
                Part.MAIN);
    }

    private static StateChange<?> stored(String name, String value) {
        return new StateChange.Stored<>(Topics.OBJECTS, name, TestRequests.object(name, value));
    }

    private static final class Ear implements WriterListener<Notes.State> {
        private final List<String> heard = new ArrayList<>();
        private Notes.State state = new Notes(Instant.MAX).empty();

        @Override
        public void onActive(Notes.State active) {
            heard.add("active");
            state = active;
        }

        @Override
        public void onCommitted(Notes.State committed, List<StateChange<?>> changes) {
            state = committed;
        }

        @Override
        public void onStandby(String reason) {
            heard.add("standby: " + reason);
        }

        @Override
        public void onFatal(RuntimeException failure) {
            heard.add("fatal: " + failure.getMessage());
        }
    }
}
