package io.samegate.eventlog.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.eventlog.follow.View.Changes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final long NO_HORIZON = 0;

    private final Window<String> window = new Window<>(10);

    @Test
    void knowsNothingOfWhatWasBeforeItBegan() {
        assertThat(window.from(9, 5)).isEqualTo(new Changes.Expired<>(10));
        assertThat(window.from(10, 5)).isEqualTo(new Changes.Some<>(List.of(), 10));
    }

    @Test
    void anOffsetInAGapFindsTheNextChange() {
        // Given
        window.append(List.of(change(10, 1), change(14, 1)), 16, NO_HORIZON);
        // When
        Changes<String> found = window.from(11, 5);
        // Then
        assertThat(offsets(found)).containsExactly(14L);
        assertThat(found)
                .isInstanceOfSatisfying(
                        Changes.Some.class, some -> assertThat(some.next()).isEqualTo(16));
        assertThat(window.at(11)).isEmpty();
        assertThat(window.at(14)).isPresent();
    }

    @Test
    void dropsTheOldestWhenThereAreTooMany() {
        for (int i = 0; i <= Window.MAX_CHANGES; i++) {
            window.append(List.of(change(10 + i, 1)), 11 + i, NO_HORIZON);
        }
        assertThat(window.from(10, 5)).isEqualTo(new Changes.Expired<>(11));
        assertThat(offsets(window.from(11, 1))).containsExactly(11L);
        assertThat(window.at(10)).isEmpty();
    }

    @Test
    void dropsTheOldestWhenTheyAreTooLarge() {
        int half = (int) (Window.MAX_BYTES / 2);
        window.append(List.of(change(10, half), change(11, half), change(12, 1)), 13, NO_HORIZON);
        assertThat(window.from(10, 5)).isEqualTo(new Changes.Expired<>(11));
        assertThat(offsets(window.from(11, 5))).containsExactly(11L, 12L);
    }

    @Test
    void dropsWhatIsOlderThanTheHorizon() {
        window.append(List.of(change(10, 1), change(11, 1)), 12, 11);
        assertThat(window.from(10, 5)).isEqualTo(new Changes.Expired<>(11));
        assertThat(offsets(window.from(11, 5))).containsExactly(11L);
    }

    private static List<Long> offsets(Changes<String> changes) {
        return switch (changes) {
            case Changes.Some<String> some ->
                some.changes().stream().map(Change::offset).toList();
            case Changes.Expired<String> expired -> List.of();
        };
    }

    /** A change whose time is its offset. */
    private static Window.Kept<String> change(long offset, int bytes) {
        return new Window.Kept<>(
                new Change<>("key", Optional.empty(), Optional.of(new Entry<>("value", offset)), offset),
                offset,
                bytes);
    }
}
