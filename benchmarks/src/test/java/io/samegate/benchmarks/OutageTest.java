package io.samegate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samegate.benchmarks.Outage.Attempt;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageTest {

    @Test
    void theFirstAnswerIsToARequestSentAfterTheEnd() {
        // Given: an answer of the old writer still on its way, then one of the new writer
        List<Attempt> attempts =
                List.of(answered(80, 90), answered(95, 115), answered(115, 2_100), answered(2_100, 2_110));
        // When
        Outage outage = Outage.of(attempts, millis(100), millis(110));
        // Then
        assertThat(outage.firstAnswer()).isEqualTo(2_000);
    }

    @Test
    void theSilenceIsTheLongestTimeWithoutAnAnswer() {
        // Given
        List<Attempt> attempts = List.of(answered(80, 90), answered(95, 105), answered(130, 700), answered(131, 705));
        // When
        Outage outage = Outage.of(attempts, millis(100), millis(120));
        // Then
        assertThat(outage.silence()).isEqualTo(595);
    }

    @Test
    void whatHappensLongAfterTheTakeoverIsNoPartOfIt() {
        // Given
        List<Attempt> attempts = List.of(answered(80, 90), answered(130, 200), answered(140, 5_000));
        // Then
        assertThat(Outage.of(attempts, millis(100), millis(120)).silence()).isEqualTo(110);
    }

    @Test
    void onlyRequestsOfTheOutageCountAsRefused() {
        // Given
        List<Attempt> attempts = List.of(
                refused(10, 20),
                answered(80, 90),
                refused(105, 130),
                refused(130, 140),
                answered(150, 200),
                refused(210, 220));
        // Then
        assertThat(Outage.of(attempts, millis(100), millis(120)).refused()).isEqualTo(2);
    }

    @Test
    void withoutAnAnswerAfterTheEndThereIsNothingToSay() {
        assertThatThrownBy(() -> Outage.of(List.of(answered(80, 90)), millis(100), millis(120)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Attempt answered(long sent, long answered) {
        return new Attempt(millis(sent), millis(answered), true);
    }

    private static Attempt refused(long sent, long answered) {
        return new Attempt(millis(sent), millis(answered), false);
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }
}
