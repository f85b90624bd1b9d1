package io.samegate.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.resource.Resource;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.NamedKind;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
        assertThat(Snapshots.at(new Stuck(), "", 3)).isEmpty();
    }

    /** Is at 7, and says of every position that it leads to itself. */
    private record Stuck() implements ObjectView {

        private static final long POSITION = 7;

        @Override
        public ApiKind kind() {
            return ObjectKind.POD;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public Optional<Entry<HasMetadata>> get(ObjectKey key) {
            return Optional.empty();
        }

        @Override
        public Listing list(String namespace) {
            return new Listing(List.of(), POSITION);
        }

        @Override
        public long position() {
            return POSITION;
        }

        @Override
        public CompletableFuture<View.Freshness> fresh(Duration max) {
            return CompletableFuture.completedFuture(new View.Freshness.Current());
        }

        @Override
        public CompletableFuture<Void> reached(long offset) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Optional<Change<HasMetadata>> at(long offset) {
            return Optional.empty();
        }

        @Override
        public View.Changes<HasMetadata> changesFrom(long from, int max) {
            return new View.Changes.Some<>(List.of(), from);
        }

        @Override
        public AutoCloseable onAdvance(Runnable nudge) {
            return () -> {};
        }
    }
}
