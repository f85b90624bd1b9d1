package io.samegate.api.core.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {

    @ParameterizedTest
    @CsvSource({
        "PT-3S,<invalid>",
        "PT-2S,<invalid>",
        "PT-1.9S,0s",
        "PT-1S,0s",
        "PT0S,0s",
        "PT76S,76s",
        "PT119.9S,119s",
        "PT120S,2m",
        "PT150S,2m30s",
        "PT9M59S,9m59s",
        "PT10M,10m",
        "PT10M59S,10m",
        "PT179M,179m",
        "PT180M,3h",
        "PT7H59M,7h59m",
        "PT8H,8h",
        "PT47H59M,47h",
        "PT48H,2d",
        "PT51H,2d3h",
        "P7DT23H,7d23h",
        "P8D,8d",
        "P48D,48d",
        "P729D,729d",
        "P730D,2y",
        "P831D,2y101d",
        "P2919D,7y364d",
        "P2920D,8y",
        "P9999D,27y",
    })
    void isShort(Duration age, String shown) {
        assertThat(Age.of(age)).isEqualTo(shown);
    }

    @Test
    void countsFromTheTimestampInWhateverZone() {
        Instant now = Instant.parse("2026-01-01T00:01:30Z");
        assertThat(Age.since("2026-01-01T00:00:00Z", now)).isEqualTo("90s");
        assertThat(Age.since("2026-01-01T01:00:00+01:00", now)).isEqualTo("90s");
        assertThat(Age.since("2026-01-01T00:00:00.500000Z", now)).isEqualTo("89s");
    }

    @Test
    void isUnknownWithoutAReadableTimestamp() {
        assertThat(Age.since(null, Instant.EPOCH)).isEqualTo("<unknown>");
        assertThat(Age.since("", Instant.EPOCH)).isEqualTo("<unknown>");
        assertThat(Age.since("yesterday", Instant.EPOCH)).isEqualTo("<unknown>");
    }
}
