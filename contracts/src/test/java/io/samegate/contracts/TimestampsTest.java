package io.samegate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T10:00:00Z, 2026-01-01T10:00:00Z, 2026-01-01T10:00:00Z",
        "2026-01-01T10:00:00.000000001Z, 2026-01-01T10:00:00Z, 2026-01-01T10:00:01Z",
        "2026-01-01T23:59:59.999Z, 2026-01-01T23:59:59Z, 2026-01-02T00:00:00Z",
    })
    void aTimeHasWholeSeconds(Instant time, String of, String notBefore) {
        assertThat(Timestamps.of(time)).isEqualTo(of);
        assertThat(Timestamps.notBefore(time)).isEqualTo(notBefore);
    }
}
