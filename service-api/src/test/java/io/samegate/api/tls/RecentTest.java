package io.samegate.api.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecentTest {

    @Test
    void whatWasNotAskedForTheLongestMakesRoom() {
        // Given
        Recent<String, Integer> recent = new Recent<>(2);
        recent.put("a", 1);
        recent.put("b", 2);
        // When
        assertThat(recent.get("a")).contains(1);
        recent.put("c", 3);
        // Then
        assertThat(recent.get("a")).contains(1);
        assertThat(recent.get("b")).isEmpty();
        assertThat(recent.get("c")).contains(3);
    }

    @Test
    void aMemoryForNothingIsRefused() {
        assertThatThrownBy(() -> new Recent<>(0)).hasMessage("most: 0 (expected: 1 or more)");
    }
}
