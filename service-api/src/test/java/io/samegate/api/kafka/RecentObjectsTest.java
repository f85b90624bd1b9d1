package io.samegate.api.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentObjectsTest {

    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    private static final ObjectKey KEY = new ObjectKey("default", "e");

    private final RecentObjects objects =
            new RecentObjects(ObjectKind.EVENT, new RecentChanges(START, 10), unchanged -> {});

    @Test
    void itIsReadyWhenItsOwnerSaysSoAndNotBecauseItHoldsSomething() {
        objects.change(changes -> changes.store(event(), START).after().isPresent());
        assertThat(objects.isReady()).isFalse();

        objects.becomeReady();

        assertThat(objects.isReady()).isTrue();
    }

    @Test
    void watchersAreNudgedByChangesAloneAndSeeThem() throws Exception {
        // Given
        AtomicInteger seen = new AtomicInteger();
        AutoCloseable watch = objects.onAdvance(
                () -> seen.addAndGet(objects.list("default").entries().size()));
        // When
        objects.change(changes -> false);
        assertThat(seen).hasValue(0);
        objects.change(changes -> changes.store(event(), START).after().isPresent());
        // Then
        assertThat(seen).hasValue(1);
        watch.close();
        objects.change(changes -> changes.store(event(), START).after().isPresent());
        assertThat(seen).hasValue(1);
    }

    @Test
    void aReaderDoesNotSeeWhatTimeHasTakenAway() {
        RecentObjects passing = new RecentObjects(
                ObjectKind.EVENT, new RecentChanges(START, 10), changes -> changes.remove(KEY.path()));
        passing.change(changes -> changes.store(event(), START).after().isPresent());

        assertThat(passing.get(KEY)).isEmpty();
        assertThat(passing.list("").entries()).isEmpty();
    }

    private static Event event() {
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("e")
                .endMetadata()
                .build();
    }
}
