package io.samegate.eventlog.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.TestRequests;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Outcome;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {

    private final Notes rules = new Notes(Instant.MAX);
    private final Batch<Notes.State, String> batch = new Batch<>(rules, rules.empty(), Instant.EPOCH);

    @Test
    void aNewBatchIsNothing() {
        assertThat(batch.isNothing()).isTrue();
    }

    @Test
    void anAnswerAloneIsSomething() {
        batch.decide(TestRequests.replace("shop", "open"));
        assertThat(batch.isNothing()).isFalse();
    }

    @Test
    void theCommittedStateHasTheOffsetsOfTheLog() {
        // Given
        batch.decide(TestRequests.creation("shop"));
        batch.decide(TestRequests.creation("mail"));
        // When
        Notes.State state = batch.committed(List.of(10L, 12L));
        // Then
        assertThat(state.held().get("shop").offset()).isEqualTo(10);
        assertThat(state.held().get("mail").offset()).isEqualTo(12);
    }

    @Test
    void anInputBelongsToTheCandidateAndToTheCommittedState() {
        // Given
        batch.notice("rain");
        batch.decide(TestRequests.creation("shop"));
        // When
        Notes.State state = batch.committed(List.of(0L));
        // Then
        assertThat(state.observed()).containsExactly("rain");
        assertThat(state.held()).containsOnlyKeys("shop");
    }

    @Test
    void whoIsAcceptedIsHeardAndWhoIsRefusedIsNot() {
        // Given
        batch.decide(TestRequests.creation("loud"));
        batch.decide(TestRequests.delete("louder"));
        // When
        Notes.State state = batch.committed(List.of(0L));
        // Then
        assertThat(state.observed()).containsExactly("loud");
    }

    @Test
    void acceptingNeedsARecordToName() {
        Decision nameless = new Decision(
                new Outcome.Accepted(Topics.OBJECTS, "shop", ResourceVersion.UNCOMMITTED), List.of(), List.of());
        assertThatThrownBy(() -> batch.answer(TestRequests.creation("shop"), nameless))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shop");
    }
}
