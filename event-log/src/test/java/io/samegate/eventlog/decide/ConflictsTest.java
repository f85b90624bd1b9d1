package io.samegate.eventlog.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Statuses;
import org.junit.jupiter.api.Test;

class ConflictsTest {

    private static final long OFFSET = 6;
    private static final ObjectMeta STORED =
            new ObjectMetaBuilder().withName("web").withUid("uid-1").build();

    @Test
    void whoAsksForNothingGetsPast() {
        assertThat(Conflicts.of(ObjectKind.SERVICE, STORED, OFFSET, Preconditions.NONE))
                .isEmpty();
    }

    @Test
    void whatIsStoredIsNoConflict() {
        Preconditions asked = new Preconditions("uid-1", ResourceVersion.of(OFFSET));
        assertThat(Conflicts.of(ObjectKind.SERVICE, STORED, OFFSET, asked)).isEmpty();
    }

    @Test
    void anotherVersionIsOne() {
        Preconditions asked = new Preconditions("uid-1", ResourceVersion.of(OFFSET - 1));
        assertThat(Conflicts.of(ObjectKind.SERVICE, STORED, OFFSET, asked))
                .contains(Statuses.modified(ObjectKind.SERVICE, "web"));
    }

    @Test
    void anotherObjectOfTheNameIsOneWhateverItsVersion() {
        Preconditions asked = new Preconditions("uid-0", ResourceVersion.of(OFFSET - 1));
        assertThat(Conflicts.of(ObjectKind.SERVICE, STORED, OFFSET, asked))
                .contains(Statuses.otherUid(ObjectKind.SERVICE, "web", "uid-0", "uid-1"));
    }

    @Test
    void whatIsNotCommittedYetHasNoVersionToMatch() {
        Preconditions asked = Preconditions.resourceVersion(ResourceVersion.of(OFFSET));
        assertThat(Conflicts.of(ObjectKind.SERVICE, STORED, ResourceVersion.UNCOMMITTED, asked))
                .isPresent();
    }
}
