package io.samegate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void aPercentileIsTheSmallestValueThatSoManyDoNotExceed() {
        // Given
        Samples hundred = Samples.of(IntStream.rangeClosed(1, 100).boxed().toList());
        // Then
        assertThat(hundred.percentile(50)).isEqualTo(50);
        assertThat(hundred.percentile(99)).isEqualTo(99);
        assertThat(hundred.percentile(100)).isEqualTo(100);
        assertThat(hundred.percentile(0)).isEqualTo(1);
    }

    @Test
    void theOrderOfMeasuringDoesNotMatter() {
        assertThat(Samples.of(List.of(3.0, 1.0, 2.0)).text(50)).isEqualTo("2.0");
    }

    @Test
    void nothingMeasuredHasNoPercentile() {
        assertThatThrownBy(() -> Samples.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
