package io.samegate.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.api.core.resource.Resource;
import io.samegate.contracts.NamedKind;
import io.samegate.contracts.ObjectKind;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A list of an earlier moment ends, whatever moment a client names. */
@Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SnapshotsTest {

    static Stream<NamedKind> kindsWithoutObjects() {
        return Resource.all().stream()
                .filter(resource -> resource.allows("list"))
                .map(Resource::kind)
                .filter(NamedKind.class::isInstance)
                .map(NamedKind.class::cast);
    }

    @ParameterizedTest
    @MethodSource("kindsWithoutObjects")
    void ofNothingThereWasNothingAtAnyTime(NamedKind kind) {
        for (long position : List.of(0L, 1L, 2L, Long.MAX_VALUE)) {
            assertThat(Snapshots.at(new EmptyView(kind), "", position))
                    .hasValueSatisfying(listing -> assertThat(listing.entries()).isEmpty());
        }
    }

    @Test
    void whatAViewDoesNotLeadOnFromIsUnknown() {
        assertThat(Snapshots.at(new HandView(ObjectKind.POD, 7), "", 3)).isEmpty();
    }
}
