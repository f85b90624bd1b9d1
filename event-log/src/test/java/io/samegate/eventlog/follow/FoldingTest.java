package io.samegate.eventlog.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePMap;

class FoldingTest {

    private static final Optional<Entry<String>> NONE = Optional.empty();

    @Test
    void aDeleteAndACreateAreOneChangeOfIdentity() {
        TopicDelta<String> delta = Folding.coalesce(
                List.of(new Change<>("a", entry("old", 1), NONE, 5), new Change<>("a", NONE, entry("new", 6), 6)));
        assertThat(delta.changes()).containsExactly(new Change<>("a", entry("old", 1), entry("new", 6), 6));
    }

    @Test
    void aKeyThatCameAndWentIsNoChange() {
        TopicDelta<String> delta = Folding.coalesce(
                List.of(new Change<>("a", NONE, entry("x", 5), 5), new Change<>("a", entry("x", 5), NONE, 6)));
        assertThat(delta.isEmpty()).isTrue();
    }

    @Test
    void changesStandInTheOrderOfTheirLastRecords() {
        TopicDelta<String> delta = Folding.coalesce(List.of(
                new Change<>("a", NONE, entry("x", 1), 1),
                new Change<>("b", NONE, entry("x", 2), 2),
                new Change<>("a", entry("x", 1), entry("y", 3), 3)));
        assertThat(delta.changes()).extracting(Change::key).containsExactly("b", "a");
    }

    @Test
    void aDifferenceNamesWhatCameChangedAndWent() {
        // Given
        TopicImage<String> from = new TopicImage<>(
                TreePMap.<String, Entry<String>>empty()
                        .plus("kept", new Entry<>("same", 1))
                        .plus("changed", new Entry<>("old", 2))
                        .plus("gone", new Entry<>("any", 3)),
                4);
        TopicImage<String> to = new TopicImage<>(
                TreePMap.<String, Entry<String>>empty()
                        .plus("kept", new Entry<>("same", 1))
                        .plus("changed", new Entry<>("new", 5))
                        .plus("came", new Entry<>("any", 6)),
                9);
        // When
        TopicDelta<String> delta = Folding.diff(from, to);
        // Then
        assertThat(delta.changes())
                .containsExactly(
                        new Change<>("changed", entry("old", 2), entry("new", 5), 5),
                        new Change<>("came", NONE, entry("any", 6), 6),
                        new Change<>("gone", entry("any", 3), NONE, 8));
    }

    private static Optional<Entry<String>> entry(String value, long offset) {
        return Optional.of(new Entry<>(value, offset));
    }
}
