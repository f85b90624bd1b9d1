package io.samegate.eventlog.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.samegate.contracts.request.FieldError;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FinalizersTest {

    private static final Instant NOW = Instant.parse("2026-01-01T10:00:00.700Z");

    @Test
    void aDeleteMarksWhatIsHeldWithTheTimeAndNoGrace() {
        ObjectMeta marked = Finalizers.marked(held("example.com/a"), NOW);

        assertThat(marked.getDeletionTimestamp()).isEqualTo("2026-01-01T10:00:00Z");
        assertThat(marked.getDeletionGracePeriodSeconds()).isZero();
        assertThat(marked.getFinalizers()).containsExactly("example.com/a");
    }

    @Test
    void aSecondDeleteKeepsTheFirstTime() {
        ObjectMeta marked = Finalizers.marked(held("example.com/a"), NOW);

        assertThat(Finalizers.marked(marked, NOW.plusSeconds(60))).isEqualTo(marked);
    }

    @Test
    void aDeleteAtOnceEndsAGraceUnderWay() {
        ObjectMeta leaving = new ObjectMetaBuilder(held("example.com/a"))
                .withDeletionTimestamp("2026-01-01T10:00:30Z")
                .withDeletionGracePeriodSeconds(30L)
                .build();

        ObjectMeta marked = Finalizers.marked(leaving, NOW);

        assertThat(marked.getDeletionTimestamp()).isEqualTo("2026-01-01T10:00:00Z");
        assertThat(marked.getDeletionGracePeriodSeconds()).isZero();
    }

    @Test
    void noFinalizerIsAddedToWhatIsBeingDeleted() {
        ObjectMeta marked = Finalizers.marked(held("example.com/a"), NOW);

        assertThat(Finalizers.errors(marked, held("example.com/c", "example.com/a", "example.com/b")))
                .containsExactly(FieldError.forbidden(
                        "metadata.finalizers",
                        "no new finalizers can be added if the object is being deleted, found new finalizers"
                                + " []string{\"example.com/b\", \"example.com/c\"}"));
    }

    @Test
    void finalizersComeAndGoWhileNothingIsDeleted() {
        assertThat(Finalizers.errors(held(), held("example.com/a"))).isEmpty();
        assertThat(Finalizers.errors(held("example.com/a"), held())).isEmpty();
        assertThat(Finalizers.letGo(held("example.com/a"), held())).isFalse();
    }

    @Test
    void theMarkCannotBeMadeByAnUpdate() {
        ObjectMeta asked = new ObjectMetaBuilder()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .withDeletionGracePeriodSeconds(5L)
                .build();

        assertThat(Finalizers.errors(held(), asked))
                .containsExactly(
                        FieldError.invalid("metadata.deletionTimestamp", "2026-01-01T00:00:00Z", "field is immutable"),
                        FieldError.invalid("metadata.deletionGracePeriodSeconds", 5L, "field is immutable"));
    }

    @Test
    void anUpdateThatLeavesTheMarkOutIsNoMistake() {
        ObjectMeta marked = Finalizers.marked(held("example.com/a"), NOW);

        assertThat(Finalizers.errors(marked, held("example.com/a"))).isEmpty();
    }

    @Test
    void whoTakesTheLastOneAwayLetsGo() {
        ObjectMeta marked = Finalizers.marked(held("example.com/a", "example.com/b"), NOW);

        assertThat(Finalizers.letGo(marked, held("example.com/b"))).isFalse();
        assertThat(Finalizers.letGo(marked, held())).isTrue();
    }

    private static ObjectMeta held(String... finalizers) {
        return new ObjectMetaBuilder().withFinalizers(finalizers).build();
    }
}
