package io.samegate.eventlog.write;

import static io.samegate.eventlog.TestRequests.creation;
import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.eventlog.write.Polled.Assignment;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolledTest {

    private static final Polled FIRST = held(received(7), received(8));

    @Test
    void whatIsPolledWhileThePartitionIsHeldComesInTheOrderOfTheLog() {
        Polled both = FIRST.followedBy(held(received(9)));

        assertThat(both.assignment()).isEqualTo(Assignment.HELD);
        assertThat(both.requests()).extracting(Polled.Received::offset).containsExactly(7L, 8L, 9L);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "FRESH"})
    void whatWasPolledBeforeThePartitionWentIsNotCarriedOut(Assignment lost) {
        Polled next = new Polled(lost, List.of());

        assertThat(FIRST.followedBy(next)).isEqualTo(next);
    }

    private static Polled held(Polled.Received... received) {
        return new Polled(Assignment.HELD, List.of(received));
    }

    private static Polled.Received received(long offset) {
        return new Polled.Received(offset, Instant.EPOCH, creation("n" + offset));
    }
}
