package io.samegate.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samegate.api.core.RefusedException;
import io.samegate.eventlog.follow.TopicTail;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventPositionTest {

    @Test
    void itsTextIsReadBack() {
        EventPosition position = new EventPosition(Map.of(0, 17L, 3, 9L, 1, 4L));
        assertThat(position).hasToString("0:17,1:4,3:9");
        assertThat(EventPosition.parse(position.toString())).isEqualTo(position);
    }

    @Test
    void itIsAfterWhatWasHeardLast() {
        EventPosition position =
                EventPosition.beginning().after(new TopicTail.Heard<>(2, 41, Instant.EPOCH, "", "", "", "fact"));
        assertThat(position).hasToString("0:0,1:0,2:42,3:0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0", "0:", "0:-1", "9:1", "0:1,0:2", "0:1,,1:2", "0:99999999999999999999"})
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> EventPosition.parse(text)).isInstanceOf(RefusedException.class);
    }
}
