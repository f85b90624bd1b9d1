package io.samegate.tracker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.eventlog.decide.Decision;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods that must be renewed. */
class PodLeasesTest {

    private final Ledger ledger = new Ledger(Given.settings(false, 100));

    @Test
    void aPodThatNobodyRenewsIsUnreadyAtOnceAndLeaves() {
        // Given
        ledger.service(Given.service("web").build());
        ledger.create(leased("30s"));
        ledger.pass(Duration.ofSeconds(30));
        assertThat(ledger.onlySlice("web")
                        .getEndpoints()
                        .getFirst()
                        .getConditions()
                        .getReady())
                .isTrue();
        ledger.facts.clear();
        // When
        ledger.pass(Duration.ofMillis(1));
        // Then
        var conditions = ledger.onlySlice("web").getEndpoints().getFirst().getConditions();
        assertThat(conditions.getReady()).isFalse();
        assertThat(conditions.getServing()).isFalse();
        assertThat(conditions.getTerminating()).isTrue();
        assertThat(ledger.factTypes()).containsExactly("PodExpired", "EndpointNotReady", "PodTerminating");
        ledger.pass(Duration.ofSeconds(31));
        assertThat(ledger.findPod("web-1")).isEmpty();
    }

    @Test
    void everyWriteRenewsItAlsoOneThatChangesNothing() {
        ledger.create(leased("30s"));
        ledger.pass(Duration.ofSeconds(20));
        int written = ledger.written.size();
        ledger.replace(leased("30s"));
        ledger.pass(Duration.ofSeconds(20));
        ledger.replaceStatus(Given.pod("web-1", "web", "10.0.0.5").build());
        ledger.pass(Duration.ofSeconds(20));

        assertThat(ledger.written).hasSize(written);
        assertThat(ledger.pod("web-1").getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void whatIsRefusedOrOnlyTriedRenewsNothing() {
        ledger.create(leased("30s"));
        ledger.pass(Duration.ofSeconds(20));

        Pod pod = leased("30s");
        ledger.decide(new Request.Replace(Ledger.header(pod).withDryRun(true), pod, Preconditions.NONE, Part.MAIN));
        ledger.decide(new Request.Replace(Ledger.header(pod), pod, Preconditions.resourceVersion("999"), Part.MAIN));
        ledger.pass(Duration.ofSeconds(11));

        assertThat(ledger.factTypes()).contains("PodExpired");
    }

    @Test
    void graceBeginsAnewWithATakeover() {
        ledger.create(leased("30s"));
        ledger.pass(Duration.ofSeconds(29));
        ledger.notice(new TrackerInput.TookOver(ledger.now));

        ledger.pass(Duration.ofSeconds(29));
        assertThat(ledger.pod("web-1").getMetadata().getDeletionTimestamp()).isNull();
        ledger.pass(Duration.ofSeconds(2));

        assertThat(ledger.factTypes()).contains("PodExpired");
    }

    @Test
    void aPodWithoutALeaseStaysForEver() {
        ledger.create(Given.pod("web-1", "web", "10.0.0.5").build());
        ledger.pass(Duration.ofDays(30));

        assertThat(ledger.pod("web-1").getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void aLeaseMayBeTakenAway() {
        ledger.create(leased("30s"));
        ledger.replace(Given.pod("web-1", "web", "10.0.0.5").build());
        ledger.pass(Duration.ofMinutes(5));

        assertThat(ledger.pod("web-1").getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void oneThatIsLeavingAnywayDoesNotExpire() {
        ledger.create(leased("10s"));
        ledger.delete(leased("10s"), Grace.of(Duration.ofMinutes(2)));
        ledger.pass(Duration.ofSeconds(11));

        assertThat(ledger.factTypes()).doesNotContain("PodExpired");
    }

    @Test
    void whoIsRenewedIsForgottenWithThePod() {
        for (int i = 0; i < 300; i++) {
            Pod pod = new PodBuilder(leased("30s"))
                    .editMetadata()
                    .withName("p" + i)
                    .endMetadata()
                    .build();
            ledger.create(pod);
            ledger.delete(pod, Grace.of(Duration.ZERO));
        }

        assertThat(ledger.state().observed().renewed()).hasSizeLessThan(70);
    }

    @ParameterizedTest
    @CsvSource({"30s, PT30S", "30, PT30S", "1m30s, PT1M30S", "1.5h, PT1H30M", "1500ms, PT1.5S", "24h, PT24H"})
    void durationsAreWrittenAsInGoOrInSeconds(String text, Duration meant) {
        assertThat(TimeToLive.of(leased(text))).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "30 s", "-30s", "0", "999ms", "25h", "1d", "s", "30s30", "99999999999"})
    void anythingElseIsRefused(String text) {
        Decision decision = ledger.create(leased(text));

        assertThat(Ledger.refusal(decision))
                .startsWith("Pod \"web-1\" is invalid: metadata.annotations[samegate.io/ttl]: Invalid value: \"" + text)
                .endsWith("must be a duration from 1s to 24h, such as \"30s\", \"1m30s\" or \"30\" (seconds)");
    }

    private static Pod leased(String ttl) {
        return Given.pod("web-1", "web", "10.0.0.5")
                .editMetadata()
                .addToAnnotations("samegate.io/ttl", ttl)
                .endMetadata()
                .build();
    }
}
